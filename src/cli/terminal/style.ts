import pc from 'picocolors';
import { escapeControls } from '../../text/index.js';

/** Where a command writes for a person. */
export type Terminal = NodeJS.WriteStream;

/** Colours for a stream: none where it is no terminal, where TERM is dumb, or where NO_COLOR is set to anything (no-color.org). */
export function paintFor(
  stream: Terminal,
  environment: NodeJS.ProcessEnv = process.env,
): ReturnType<typeof pc.createColors> {
  const noColour = (environment['NO_COLOR'] ?? '') !== '';
  return pc.createColors(redraws(stream, environment) && !noColour);
}

/** True where lines can be redrawn in place. */
export function redraws(stream: Terminal, environment: NodeJS.ProcessEnv = process.env): boolean {
  // A pipe has no isTTY at all, and picocolors takes undefined for "decide yourself", which in CI means colours.
  return Boolean(stream.isTTY) && environment['TERM'] !== 'dumb';
}

/** Text from a container, a rule or the wire on one line, with nothing in it that a terminal would obey. */
export function oneLine(text: string): string {
  return escapeControls(text).replaceAll('\t', ' ').replaceAll('\n', ' ⏎ ');
}

/** The same where line feeds are wanted: every line after the first begins with the indent. */
export function indented(text: string, indent: string): string {
  return escapeControls(text).replaceAll('\n', `\n${indent}`);
}
