/** Where a point is along the path from a container outward. */
export type Region = 'container' | 'host' | 'lan';

const regions: readonly Region[] = ['container', 'host', 'lan'];

/** Sorts points along the path from a container outward: by region, and by their order within it. */
export function sortByPath<P extends { readonly region: Region; readonly order: number }>(points: readonly P[]): P[] {
  return [...points].sort(
    (one, other) => regions.indexOf(one.region) - regions.indexOf(other.region) || one.order - other.order,
  );
}
