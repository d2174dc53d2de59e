import { createHash } from 'node:crypto';

/** Returns the SHA-256 in base64, as the pages' callers pass it in. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** Markup that runs a script or sends a request, the end of a script, and terminal and text controls. */
export const hostileText =
  '<img src=x onerror=window.pwned=1></script><script>window.pwned=1</script>' +
  '<!--\u001b[31m\u0007\u009b2J\u202e\u2028"\' onmouseover=window.pwned=1 x="';

/** Members whose values the schema restricts to known words or times. */
const restricted = new Set(['schema', 'verdict', 'phase', 'kind', 'backend', 'started', 'finished']);

/** Copies a value with the hostile text appended to every string that a container, a rule or a packet may fill. */
export function makeHostile<T>(value: T, member = ''): T {
  if (typeof value === 'string') return (restricted.has(member) ? value : value + hostileText) as T;
  if (Array.isArray(value)) return value.map((element: unknown) => makeHostile(element, member)) as T;
  if (value instanceof Map)
    return new Map(
      [...(value as Map<unknown, unknown>)].map(([key, inner]) => [makeHostile(key), makeHostile(inner)]),
    ) as T;
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, makeHostile<unknown>(inner, name)]),
  ) as T;
}

/** Makes a report's record and evidence hostile; their keys still match. */
export function makeHostileRun<T extends { readonly record: unknown; readonly evidence: ReadonlyMap<string, unknown> }>(
  input: T,
): T {
  return {
    ...input,
    record: makeHostile(input.record),
    evidence: new Map([...input.evidence].map(([id, evidence]) => [id + hostileText, makeHostile(evidence)])),
  };
}
