import type { EngineTool, Fault, Mistake } from './types.js';

/*
 * Wrappers of programs that an engine calls. In a script, `$line` is the command line with a space before and after
 * each argument; `"$@"` are the arguments.
 */

/**
 * Returns the wrapper of a program: a shell script that goes first in the engine's search path. What the script leaves
 * to it runs the program itself, which is next in the search path.
 */
export function buildWrapper(program: EngineTool, script: readonly string[]): string {
  return ['#!/bin/sh', 'set -f', 'line=" $* "', ...script, 'PATH=${PATH#*:}', `exec ${program} "$@"`, ''].join('\n');
}

/**
 * Returns a script that does nothing with the rules of a pattern, and says that it did; asked whether there is such a
 * rule, it says no.
 *
 * @param pattern Of the shell's, for the command line without its operation: "* DOCKER *-p udp *DNAT*".
 */
export const skips = (pattern: string): string[] => [
  `case $line in *" -C "*) found=1 ;; *) found=0 ;; esac`,
  `case $line in ${quotePattern(pattern)}) exit $found ;; esac`,
];

/** Returns a script that leaves rules where they are that the engine deletes. */
export const keeps = (pattern: string): string[] => inOperation('-D', pattern, 'exit 0');

/** Returns a script that changes the rules of a pattern by a command of sed's. */
export const changes = (pattern: string, sed: string): string[] => [
  `case $line in ${quotePattern(pattern)}) set -- $(printf '%s' "$line" | sed '${sed}') ;; esac`,
];

/** Returns a script that runs a command beside the program when the engine adds a rule of a pattern. */
export const adds = (pattern: string, command: string): string[] =>
  inOperation('-[AI]', pattern, `PATH=\${PATH#*:} ${command}`);

/** Returns a script for the rules of a pattern in one operation of iptables'; nested, since patterns share blanks. */
const inOperation = (operation: string, pattern: string, script: string): string[] => [
  `case $line in *" "${operation}" "*) case $line in ${quotePattern(pattern)}) ${script} ;; esac ;; esac`,
];

/** Quotes the blanks of a pattern. */
const quotePattern = (pattern: string): string => pattern.replaceAll(/ +/g, (blanks) => `"${blanks}"`);

/** Returns a fault of a program's wrapper. */
export const wrapped =
  (area: string, program: EngineTool) =>
  (name: string, what: string, areas: readonly string[], script: readonly string[]): Fault => {
    const mistake: Mistake = { kind: 'program', program, script };
    return { id: `${area}/${name}`, what, areas, mistake };
  };
