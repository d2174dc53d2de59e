import type { EngineTool, Fault, Mistake } from './types.js';

/*
 * Wrappers of programs that an engine calls. In a script, `$line` is the command line with a space before and after
 * each argument; `"$@"` are the arguments.
 */

/**
 * Returns the wrapper of a program, a shell script for the front of the engine's search path. If the script does not
 * exit, the wrapper runs the program itself, which is next in the search path.
 */
export function buildWrapper(program: EngineTool, script: readonly string[]): string {
  return ['#!/bin/sh', 'set -f', 'line=" $* "', ...script, 'PATH=${PATH#*:}', `exec ${program} "$@"`, ''].join('\n');
}

/**
 * Returns a script that succeeds without making or deleting the rules of a pattern, and finds none of them (`-C`).
 *
 * @param pattern A shell pattern for the command line: "* DOCKER *-p udp *DNAT*".
 */
export const skipRules = (pattern: string): string[] => [
  `case $line in *" -C "*) found=1 ;; *) found=0 ;; esac`,
  `case $line in ${quotePattern(pattern)}) exit $found ;; esac`,
];

/** Returns a script that does not delete the rules of a pattern. */
export const keepRules = (pattern: string): string[] => matchOperation('-D', pattern, 'exit 0');

/** Returns a script that changes the rules of a pattern with sed(1). */
export const changeRules = (pattern: string, sed: string): string[] => [
  `case $line in ${quotePattern(pattern)}) set -- $(printf '%s' "$line" | sed '${sed}') ;; esac`,
];

/** Returns a script that runs a command before the engine adds a rule of a pattern. */
export const addCommand = (pattern: string, command: string): string[] =>
  matchOperation('-[AI]', pattern, `PATH=\${PATH#*:} ${command}`);

/** Returns a script for the rules of a pattern in one operation of iptables. Nested: the two patterns share blanks. */
const matchOperation = (operation: string, pattern: string, script: string): string[] => [
  `case $line in *" "${operation}" "*) case $line in ${quotePattern(pattern)}) ${script} ;; esac ;; esac`,
];

/** Quotes the blanks of a pattern. */
const quotePattern = (pattern: string): string => pattern.replaceAll(/ +/g, (blanks) => `"${blanks}"`);

/** Returns a function that creates faults of one program. @param place The first part of their ids. */
export const createProgramFault =
  (place: string, program: EngineTool) =>
  (name: string, what: string, areas: readonly string[], script: readonly string[]): Fault => {
    const mistake: Mistake = { kind: 'program', program, script };
    return { id: `${place}/${name}`, what, areas, mistake };
  };
