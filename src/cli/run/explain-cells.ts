import { compareCells } from '../../report/index.js';
import type { ExplainingEngine, NamedEngine, SessionRequest } from '../../runner/index.js';

type Results = Parameters<NonNullable<SessionRequest['explain']>>[0];

/**
 * Chooses the engines and kernels that no cell of a matrix combines, and whose outcome shows what a difference follows;
 * each with the checks that differ.
 *
 * @param engines The cells of the session.
 * @param results Their results.
 */
export function chooseExplainingCells(engines: readonly NamedEngine[], results: Results): ExplainingEngine[] {
  const recorded = results.flatMap(({ cell, checks }, n) => {
    const engine = engines[n];
    return cell === null || engine === undefined ? [] : [{ engine, record: { cell, checks } }];
  });
  const planned = new Set(engines.map(({ name }) => name));
  const chosen = new Map<string, { readonly engine: NamedEngine; readonly ids: string[] }>();
  for (const { id, attribution } of compareCells(recorded)) {
    if (attribution === null || (attribution.kind !== 'open' && attribution.kind !== 'together')) continue;
    for (const { of } of attribution.missing) {
      const [engine, other] = [recorded[of.engine]?.engine, recorded[of.kernel]?.engine];
      if (engine === undefined || other === undefined) continue;
      const combined = moveToKernel(engine, other.kernel);
      // A cell that did not come up, or did not judge the check, would not do so now.
      if (planned.has(combined.name)) continue;
      const entry = chosen.get(combined.name) ?? { engine: combined, ids: [] };
      entry.ids.push(id);
      chosen.set(combined.name, entry);
    }
  }
  return [...chosen.values()];
}

function moveToKernel(engine: NamedEngine, kernel: NamedEngine['kernel']): NamedEngine {
  const own = engine.kernel === null ? engine.name : engine.name.slice(0, -`@${engine.kernel.name}`.length);
  return { ...engine, name: nameOnKernel(own, kernel), kernel };
}

/** Names an engine on a kernel: "debian:trixie@debian:forky"; the engine alone on this machine's kernel. */
export const nameOnKernel = (engine: string, kernel: NamedEngine['kernel']): string =>
  kernel === null ? engine : `${engine}@${kernel.name}`;
