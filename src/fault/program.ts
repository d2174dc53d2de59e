import { engineTools, type CallChange, type EngineTool, type EngineWork, type Fault } from './types.js';

/*
 * Wrappers of programs that an engine calls. In a script, `$line` is the command line with a space before and after
 * each argument; `"$@"` are the arguments.
 */

/**
 * Returns the wrapper of a program, a shell script for the front of the engine's search path. If the script does not
 * exit, the wrapper runs the program itself, which is next in the search path. nft's script changes its input.
 */
export function buildWrapper(program: EngineTool, script: readonly string[]): string {
  const ownPath = 'PATH=${PATH#*:}';
  const lines =
    program === 'nft'
      ? [ownPath, `case $line in *" -f "*) sed '${script.join('\n')}' | nft "$@" ;; *) exec nft "$@" ;; esac`]
      : [...script, ownPath, `exec ${program} "$@"`];
  return ['#!/bin/sh', 'set -f', 'line=" $* "', ...lines, ''].join('\n');
}

/**
 * Returns the wrapper of a program that appends its calls to a file, for `parseCalls`, and changes nothing.
 *
 * @param file In the engine's file system.
 */
export function buildObserver(program: EngineTool, file: string): string {
  const write = `>> ${file}`;
  const lines =
    program === 'nft'
      ? [
          'PATH=${PATH#*:}',
          'case $line in *" -f "*) ;; *) exec nft "$@" ;; esac',
          'input=$(cat)',
          `printf '%s\\n' "$input" | sed 's/^/nft /' ${write}`,
          `printf '%s\\n' "$input" | nft "$@"`,
        ]
      : [`printf '%s\\n' "${program} $line" ${write}`, 'PATH=${PATH#*:}', `exec ${program} "$@"`];
  return ['#!/bin/sh', 'line=" $* "', ...lines, ''].join('\n');
}

/** Returns the calls that observers wrote. */
export const parseCalls = (text: string): EngineWork['calls'] =>
  text.split('\n').flatMap((written) => {
    const program = engineTools.find((tool) => written.startsWith(`${tool} `));
    return program === undefined ? [] : [{ program, call: written.slice(program.length + 1) }];
  });

/**
 * Returns a change that succeeds without making or deleting the rules of a pattern, and finds none of them (`-C`).
 *
 * @param pattern A shell pattern for the command line: "* DOCKER *-p udp *DNAT*".
 */
export const skipRules = (pattern: string): CallChange => ({
  script: [
    `case $line in *" -C "*) found=1 ;; *) found=0 ;; esac`,
    `case $line in ${quotePattern(pattern)}) exit $found ;; esac`,
  ],
  affects: matchesAll(/ -[AI] /, pattern),
});

/** Returns a change that does not delete the rules of a pattern. */
export const keepRules = (pattern: string): CallChange => ({
  script: matchOperation('-D', pattern, 'exit 0'),
  affects: matchesAll(/ -D /, pattern),
});

/** Returns a change of the rules of a pattern with sed(1). */
export const changeRules = (pattern: string, sed: string): CallChange => ({
  script: [`case $line in ${quotePattern(pattern)}) set -- $(printf '%s' "$line" | sed '${sed}') ;; esac`],
  affects: matchesAll(/ -[AI] /, pattern),
});

/** Returns a change that runs a command before the engine adds a rule of a pattern. */
export const addCommand = (pattern: string, command: string): CallChange => ({
  script: matchOperation('-[AI]', pattern, `PATH=\${PATH#*:} ${command}`),
  affects: matchesAll(/ -[AI] /, pattern),
});

/** Returns changes as one; the first that ends the call is the last. */
export const combineChanges = (...changes: readonly CallChange[]): CallChange => ({
  script: changes.flatMap(({ script }) => script),
  affects: (call) => changes.some(({ affects }) => affects(call)),
});

/** Returns a script for the rules of a pattern in one operation of iptables. Nested: the two patterns share blanks. */
const matchOperation = (operation: string, pattern: string, script: string): string[] => [
  `case $line in *" "${operation}" "*) case $line in ${quotePattern(pattern)}) ${script} ;; esac ;; esac`,
];

/** Quotes the blanks of a pattern. */
const quotePattern = (pattern: string): string => pattern.replaceAll(/ +/g, (blanks) => `"${blanks}"`);

/** Returns whether a call matches an expression and a shell pattern. */
const matchesAll = (operation: RegExp, pattern: string): CallChange['affects'] => {
  const whole = new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
  return (call) => operation.test(call) && whole.test(call);
};

/** Returns a function that creates faults of one program. @param place The first part of their ids. */
export const createProgramFault =
  (place: string, program: EngineTool) =>
  (name: string, what: string, areas: readonly string[], change: CallChange): Fault => ({
    id: `${place}/${name}`,
    what,
    areas,
    ...(program === 'docker-proxy'
      ? {}
      : { appliesTo: { firewallBackend: program === 'nft' ? 'nftables' : 'iptables' } }),
    mistake: { kind: 'program', program, ...change },
  });
