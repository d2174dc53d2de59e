import type { Expectation, FactExpectation } from '../expectation.js';

/** The outcome of something that `when` asked of the engine. */
export interface EngineAction {
  readonly kind: 'engine';
  /** The number of the action within its check. */
  readonly number: number;
  /** As a person would type it: "docker start web-x7k2". */
  readonly command: string;
  readonly ok: boolean;
  /** The engine's error text; empty where it succeeded. */
  readonly error: string;
}

/** Expects the engine to have done what it was asked for. */
export function succeeded(action: EngineAction): FactExpectation {
  return {
    expected: `the engine succeeds in: ${action.command}`,
    engineAction: action.number,
    judge: () => ({ held: action.ok, seen: action.ok ? 'it succeeded' : action.error }),
  };
}

/** Expects the engine to have refused or failed, with each of these texts in its error. */
export function failed(action: EngineAction, ...texts: readonly string[]): FactExpectation {
  const withTexts = texts.length === 0 ? '' : `, and its error says ${texts.map((text) => `“${text}”`).join(' and ')}`;
  return {
    expected: `the engine fails in: ${action.command}${withTexts}`,
    engineAction: action.number,
    judge: () => ({
      held: !action.ok && texts.every((text) => action.error.includes(text)),
      seen: action.ok ? 'it succeeded' : action.error,
    }),
  };
}

/** Returns an unmet expectation for each failure of the engine that none of the lines is about, so that none goes unnoticed. */
export function unexpectedFailures(
  lines: readonly Expectation[],
  failures: readonly EngineAction[],
): readonly FactExpectation[] {
  const examined = new Set(lines.map(({ engineAction }) => engineAction));
  return failures.filter(({ number }) => !examined.has(number)).map(succeeded);
}
