export { chooseBase, distributions, findMirror, requireKeyring } from './base.js';
export type { Base } from './base.js';
export { AptError } from './error.js';
export { explain, runApt, selectErrors, writeAptSettings } from './run.js';
