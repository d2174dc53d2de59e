/** Markup that runs a script or asks the network for something, the end of a script, and terminal and text controls. */
export const hostileText =
  '<img src=x onerror=window.pwned=1></script><script>window.pwned=1</script><!--\u001b[31m\u0007\u009b2J\u202e\u2028"\' onmouseover=window.pwned=1 x="';

/** Members that hold one of a few known words, or a time, and so cannot carry a stranger's text past the schema. */
const closed = new Set(['schema', 'verdict', 'phase', 'kind', 'backend', 'started', 'finished']);

/** A copy of a value with the hostile text at the end of every string that a container, a rule or the wire may fill. */
export function hostile<T>(value: T, member = ''): T {
  if (typeof value === 'string') return (closed.has(member) ? value : value + hostileText) as T;
  if (Array.isArray(value)) return value.map((element: unknown) => hostile(element, member)) as T;
  if (value instanceof Map)
    return new Map([...(value as Map<unknown, unknown>)].map(([key, inner]) => [hostile(key), hostile(inner)])) as T;
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hostile<unknown>(inner, name)])) as T;
}

/** The hostile record and evidence that belong to a report's input, with its keys still joining the two. */
export function hostileRun<T extends { readonly record: unknown; readonly evidence: ReadonlyMap<string, unknown> }>(
  input: T,
): T {
  return {
    ...input,
    record: hostile(input.record),
    evidence: new Map([...input.evidence].map(([id, evidence]) => [id + hostileText, hostile(evidence)])),
  };
}
