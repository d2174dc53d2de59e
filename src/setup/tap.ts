/** What a line of TAP (version 13, as ava writes it) adds to the count: null for a line that is no result, and for a test that was skipped. */
export function countTap(line: string): 'passed' | 'failed' | null {
  const [, not, rest = ''] = /^(not )?ok\b(.*)$/.exec(line) ?? [];
  if (!/^(not )?ok\b/.test(line) || /# (SKIP|TODO)\b/i.test(rest)) return null;
  return not === undefined ? 'passed' : 'failed';
}

/** Whether a line is worth showing: not TAP's own bookkeeping at either end. */
export function isNews(line: string): boolean {
  return !/^(TAP version|1\.\.\d|# (tests|pass|fail|skip) \d)/.test(line) && line.trim() !== '';
}
