/** Counts a line of TAP (version 13, from ava); null for a skipped test and for a line that is no result. */
export function countTap(line: string): 'passed' | 'failed' | null {
  const [, not, rest = ''] = /^(not )?ok\b(.*)$/.exec(line) ?? [];
  if (!/^(not )?ok\b/.test(line) || /# (SKIP|TODO)\b/i.test(rest)) return null;
  return not === undefined ? 'passed' : 'failed';
}

/** Returns whether a line is a result or a detail of one, and not TAP's header or summary. */
export function isResult(line: string): boolean {
  return !/^(TAP version|1\.\.\d|# (tests|pass|fail|skip) \d)/.test(line) && line.trim() !== '';
}
