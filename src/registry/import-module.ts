import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BuildFailure, Plugin } from 'esbuild';

/** This docknet's language of checks: what `import … from 'docknet'` means in a check, wherever the check is. */
const language = new URL('../check/language.js', import.meta.url);

/**
 * Imports a check's module from outside docknet, TypeScript or JavaScript, with the files it imports by relative paths.
 * `docknet` resolves to this docknet; other packages resolve from the importing file.
 *
 * @throws Error with file, line and code frame for a syntax error or an import that cannot be resolved.
 */
export async function importCheckModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  process.setSourceMapsEnabled(true);
  const directory = await mkdtemp(join(tmpdir(), 'docknet-check-'));
  try {
    const file = join(directory, 'check.mjs');
    await writeFile(file, await bundle(path, file));
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (cause) {
    throw cause instanceof CompileError ? cause : new Error(describeFailure(cause), { cause });
  } finally {
    await rm(directory, { recursive: true });
  }
}

class CompileError extends Error {}

async function bundle(path: string, outfile: string): Promise<string> {
  // esbuild's process ends with this one; it keeps neither from ending.
  const { build, formatMessages } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: [path],
      outfile,
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'inline',
      logLevel: 'silent',
      plugins: [packages],
      define: {
        'import.meta.url': JSON.stringify(pathToFileURL(path).href),
        'import.meta.filename': JSON.stringify(path),
        'import.meta.dirname': JSON.stringify(dirname(path)),
      },
    });
    return outputFiles[0]?.text ?? '';
  } catch (cause) {
    const { errors } = cause as Partial<BuildFailure>;
    if (errors === undefined) throw cause;
    const plain = errors.map(({ text, location }) => ({ text, location }));
    const text = await formatMessages(plain, { kind: 'error', color: false, terminalWidth: 100 });
    throw new CompileError(`cannot be compiled:\n${text.join('').trimEnd()}`, { cause });
  }
}

/** Keeps packages out of the bundle. */
const packages: Plugin = {
  name: 'packages',
  setup(build) {
    build.onResolve({ filter: /^docknet$/ }, () => ({ path: language.href, external: true }));
    build.onResolve({ filter: /^docknet\// }, ({ path }) => ({ path: import.meta.resolve(path), external: true }));
    build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'resolving' || from.kind === 'entry-point' || path.startsWith('node:')) return null;
      const found = await build.resolve(path, { ...from, pluginData: 'resolving' });
      if (found.errors.length > 0 || found.external) return found;
      return { path: pathToFileURL(found.path).href, external: true };
    });
  },
};

function describeFailure(cause: unknown): string {
  if (!(cause instanceof Error)) return `cannot be loaded: ${String(cause)}`;
  const [, name] = /does not provide an export named '([^']+)'/.exec(cause.message) ?? [];
  if (name !== undefined) return `imports "${name}", which does not exist: ${cause.message}`;
  const at = /\((file:\/\/[^)]*|\/[^)]*):(\d+):\d+\)|at (file:\/\/\S*|\/\S*):(\d+):\d+/.exec(cause.stack ?? '');
  const file = at?.[1] ?? at?.[3];
  const line = at?.[2] ?? at?.[4];
  const place = file === undefined ? '' : ` (${file.startsWith('file:') ? fileURLToPath(file) : file}:${line ?? ''})`;
  return `cannot be loaded: ${cause.name}: ${cause.message}${place}`;
}
