import { comparePoints, type TracePoint } from '../../trace/index.js';

/** Points that are told one by one at most, and containers that are told by name where there are more. */
const atMost = { points: 24, containers: 4 };

/**
 * Where a trace records, in one sentence's words: every point with its interface, or, of many, what points containers have and how
 * many containers those are.
 */
export function pointList(points: readonly TracePoint[]): string {
  const outwards = [...points].sort(comparePoints);
  if (points.length <= atMost.points) return outwards.map(inFull).join(', ');
  const own = new Map<string, string[]>();
  for (const { point, container } of outwards)
    if (container !== null) own.set(container, [...(own.get(container) ?? []), point.name.slice(container.length + 1)]);
  const alike = new Map<string, string[]>();
  for (const [container, names] of own)
    alike.set(names.join(', '), [...(alike.get(names.join(', ')) ?? []), container]);
  const kinds = [...alike].map(
    ([names, containers]) =>
      `${names} of ${containers.length <= atMost.containers ? containers.join(', ') : `${containers.length} containers`}`,
  );
  const shared = outwards.filter(({ container }) => container === null).map(inFull);
  return `${points.length} points: ${[...kinds, ...(shared.length === 0 ? [] : [shared.join(', ')])].join('; ')}`;
}

const inFull = ({ point }: TracePoint): string =>
  point.interface === point.name ? point.name : `${point.name} (${point.interface})`;
