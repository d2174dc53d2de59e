/**
 * The scripts and styles of the pages as text. `src/setup/bundle-pages.ts` bundles browser/ and style/ with esbuild and
 * writes them as bundles.js during the build.
 */

/** By page: `run` also serves a matrix, `trace` a bisection, `theme` the pages that only switch themes. */
export const scripts: { readonly run: string; readonly trace: string; readonly theme: string };

/** `common` goes into every page; the others follow it on their own page. */
export const styles: {
  readonly common: string;
  readonly bisection: string;
  readonly comparison: string;
  readonly documents: string;
  readonly matrix: string;
  readonly runs: string;
};
