/** Where a kernel to fetch is from. */
export interface KernelSource {
  /** "debian:trixie-backports". */
  readonly name: string;
  /** "trixie-backports". */
  readonly suite: string;
}

const suites = ['bookworm', 'bookworm-backports', 'trixie', 'trixie-backports', 'forky', 'sid'];

/** The names that `docknet kernel fetch` takes. */
export const kernelNames: readonly string[] = suites.map((suite) => `debian:${suite}`);

/** Parses the name of a kernel that can be fetched: "debian:trixie-backports". */
export const parseKernelName = (name: string): KernelSource | null =>
  kernelNames.includes(name) ? { name, suite: name.slice('debian:'.length) } : null;
