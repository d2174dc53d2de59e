import { relative } from 'node:path';
import pc from 'picocolors';
import { escapeControls } from '../../text/index.js';

/** Standard output or standard error. */
export type OutputStream = NodeJS.WriteStream;

export type Colors = ReturnType<typeof pc.createColors>;

/** Returns the colours for a stream: none if it is no terminal, TERM is dumb, or NO_COLOR is set (no-color.org). */
export function colorsFor(stream: OutputStream, environment: NodeJS.ProcessEnv = process.env): Colors {
  const noColor = (environment['NO_COLOR'] ?? '') !== '';
  return pc.createColors(isInteractive(stream, environment) && !noColor);
}

/** Tells whether lines can be redrawn on a stream. */
export function isInteractive(stream: OutputStream, environment: NodeJS.ProcessEnv = process.env): boolean {
  // A pipe has no isTTY, and picocolors takes undefined for "decide yourself", which in CI means colours.
  return Boolean(stream.isTTY) && environment['TERM'] !== 'dumb';
}

/** Escapes text from a container, a rule or the wire, and puts it on one line. */
export function escapeLine(text: string): string {
  return escapeControls(text).replaceAll('\t', ' ').replaceAll('\n', ' ⏎ ');
}

/** Escapes text and indents every line but the first. */
export function escapeLines(text: string, indent: string): string {
  return escapeControls(text).replaceAll('\n', `\n${indent}`);
}

/** Returns a path relative to the working directory if it is below it, else unchanged. */
export function displayPath(path: string): string {
  const fromHere = relative('.', path);
  return fromHere === '' || fromHere.startsWith('..') ? path : fromHere;
}

/** "1 frame", "1,204 frames". */
export const countOf = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
