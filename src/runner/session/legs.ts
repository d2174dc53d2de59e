import type { SuiteResult } from '../schedule/run-cells.js';
import type { EngineChoice } from '../../engine/index.js';

/** One engine's part of a session. */
export interface Leg {
  /** As people know it. */
  readonly name: string;
  /** Its directory within a matrix's. */
  readonly directory: string;
  readonly choice: EngineChoice;
  /** Where its record and evidence go. */
  readonly path: string;
}

/** A leg that has been run. */
export interface FinishedLeg extends Leg {
  readonly result: SuiteResult;
}

/** Names for people, and directories' names, for the legs of a matrix: an engine that is named twice, or two that end alike, are told apart. */
export function legNames(engines: readonly string[]): readonly { readonly name: string; readonly directory: string }[] {
  const names = apart(engines.map((engine) => engine.replace(/(.)\/+$/, '$1')));
  const directories = apart(
    names.map(
      (name) =>
        (
          name
            .split('/')
            .filter((part) => part !== '')
            .at(-1) ?? name
        )
          .toLowerCase()
          .replaceAll(/[^a-z0-9.]+/g, '-')
          .replace(/^[.-]+/, '') || 'engine',
    ),
  );
  return names.map((name, n) => ({ name, directory: directories[n] ?? name }));
}

/** Adds a number to what was there before: "a", "a", "b" become "a", "a-2", "b". */
function apart(texts: readonly string[]): string[] {
  const taken = new Set<string>();
  return texts.map((text) => {
    let free = text;
    for (let n = 2; taken.has(free); n += 1) free = `${text}-${n}`;
    taken.add(free);
    return free;
  });
}
