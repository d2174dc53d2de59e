/**
 * Bundles the libraries that every worker loads, each into a file, in place of what tsc made of the modules that import
 * them. A worker is ready after half the CPU time. What the libraries load and docknet never uses stays a package,
 * loaded if it is used after all.
 */
import { build, type Plugin } from 'esbuild';

/** Packages for other transports (SSH, gRPC), images, archives and Compose. */
const unused = /^(?:@grpc\/grpc-js|@grpc\/proto-loader|archiver|docker-compose|ssh-remote-port-forward|undici|yaml)$/;
/** Modules of a package that load such packages: dockerode's sessions for BuildKit, docker-modem's SSH agent. */
const unusedModules: Readonly<Record<string, string>> = {
  './session': 'dockerode/lib/session',
  './ssh': 'docker-modem/lib/ssh',
};

const loadOnUse: Plugin = {
  name: 'load on use',
  setup(plugin) {
    plugin.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'on-use' }));
    plugin.onResolve({ filter: /^\.\/(?:session|ssh)$/ }, ({ path, importer }) => {
      const module = unusedModules[path];
      return module !== undefined && importer.includes(`node_modules/${module.split('/')[0] ?? ''}/`)
        ? { path: module, namespace: 'on-use' }
        : null;
    });
    plugin.onLoad({ filter: /.*/, namespace: 'on-use' }, ({ path }) => ({
      contents: `let loaded;
        const load = () => (loaded ??= loadPackage(${JSON.stringify(path)}));
        module.exports = new Proxy(function () {}, {
          get: (_, name) => (name === '__esModule' ? false : load()[name]),
          apply: (_, self, values) => Reflect.apply(load(), self, values),
          construct: (_, values) => Reflect.construct(load(), values),
        });`,
    }));
  },
};

/** Lets CommonJS modules require Node's own, and loads the packages that stay packages. */
const createRequire = `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url), loadPackage = require;`;

/** Bundles modules of src; those of one call share their common parts. */
async function bundle(directory: string, modules: readonly string[]): Promise<void> {
  await build({
    entryPoints: modules.map((module) => `${directory}/${module}.ts`),
    outdir: `dist/${directory}`,
    chunkNames: 'library-[hash]',
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    minifySyntax: true,
    minifyWhitespace: true,
    // Node prints the line that threw.
    lineLimit: 160,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    logLevel: 'warning',
    external: ['*.node'],
    plugins: [loadOnUse],
    banner: { js: createRequire },
  });
}

await bundle('src/process', ['execa']);
await bundle('src/engine', ['dockerode', 'testcontainers']);
