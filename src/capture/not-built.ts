import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { RecorderError } from './recorder-error.js';

/** The error of a recorder process that could not load cap, with the command that builds it; `complaints` is what it wrote. */
export function notBuilt(complaints: string): RecorderError {
  return new RecorderError(
    'recorder-not-built',
    `the recorder process could not start with cap and docknet’s extensions. ${remedy()}\n${complaints}`,
  );
}

function remedy(): string {
  try {
    const directory = dirname(createRequire(import.meta.url).resolve('cap/package.json'));
    return `Build them (libpcap-dev, make and g++ are needed): npm run --prefix ${directory} install; in a clone first: npx patch-package --patch-dir src/capture/patches`;
  } catch {
    return 'cap is not installed: run npm ci in a clone, or install docknet’s package again';
  }
}
