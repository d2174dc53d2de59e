/** Bundles the script and style of the report's pages into dist/src/report/bundles.js (declared by bundles.d.ts). */
import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { build } from 'esbuild';

const scripts = ['run', 'trace', 'theme'].map((name) => `src/report/browser/${name}.ts`);
const styles = ['common', 'bisection', 'comparison', 'documents', 'matrix', 'runs'].map(
  (name) => `src/report/style/${name}.css`,
);

async function bundle(entryPoints: readonly string[]): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [...entryPoints],
    bundle: true,
    minify: true,
    write: false,
    outdir: 'bundles',
    format: 'iife',
    charset: 'utf8',
    logLevel: 'warning',
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path, extname(path)), text.trimEnd()]));
}

const modules = Object.entries({ scripts: await bundle(scripts), styles: await bundle(styles) }).map(
  ([name, texts]) => `export const ${name} = ${JSON.stringify(texts, null, 1)};\n`,
);
await writeFile('dist/src/report/bundles.js', modules.join(''));
