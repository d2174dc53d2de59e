import type { Base } from '../../apt/index.js';

const suites: Readonly<Record<Base['distribution'], readonly string[]>> = {
  debian: ['bookworm', 'bookworm-backports', 'trixie', 'trixie-backports', 'forky', 'sid'],
  ubuntu: ['noble'],
};

const sources: readonly Base[] = (['debian', 'ubuntu'] as const).flatMap((distribution) =>
  suites[distribution].map((suite) => ({ name: `${distribution}:${suite}`, distribution, suite })),
);

/** The names that `docknet kernel fetch` takes. */
export const kernelNames: readonly string[] = sources.map(({ name }) => name);

/** Parses the name of a kernel that can be fetched: "debian:trixie-backports". */
export const parseKernelName = (name: string): Base | null => sources.find((source) => source.name === name) ?? null;
