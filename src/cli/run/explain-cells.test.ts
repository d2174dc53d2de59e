import test from 'ava';
import { readRecord } from '../../record/index.js';
import { baselinePath } from '../../results/index.js';
import type { NamedEngine } from '../../runner/index.js';
import { chooseExplainingCells } from './explain-cells.js';
import { splitEngineName } from './kernels.js';

const kernels = { bookworm: '6.1.0-44-cloud-amd64', forky: '7.2.12+deb14-cloud-amd64' } as const;

function engine(name: string, kernel: keyof typeof kernels | null): NamedEngine {
  const release = kernel === null ? '' : kernels[kernel];
  return {
    name: kernel === null ? name : `${name}@debian:${kernel}`,
    choice: { kind: 'private' },
    firewallBackend: null,
    daemonConfig: {},
    kernel: kernel === null ? null : { name: `debian:${kernel}`, release, image: '', modules: '', origin: '' },
  };
}

/** The result of a shipped baseline's run, as if on this kernel. */
async function result(version: string, kernel: keyof typeof kernels | null, ids?: readonly string[]) {
  const { cell, checks } = (await readRecord(baselinePath(version))).record;
  const release = kernel === null ? cell.kernel.release : kernels[kernel];
  return {
    cell: { ...cell, kernel: { ...cell.kernel, release } },
    checks: checks.filter(({ id }) => ids === undefined || ids.includes(id)),
    unfit: null,
  };
}

const names = (cells: ReturnType<typeof chooseExplainingCells>) =>
  cells.map((cell) => [cell.engine.name, cell.engine.kernel?.name ?? null]);

test('an upgrade of engine and kernel at once: the checks that differ, on both crossed cells', async (t) => {
  const cells = chooseExplainingCells(
    [engine('debian:bookworm', 'bookworm'), engine('debian:forky', 'forky')],
    [await result('20.10.24', 'bookworm'), await result('28.5.2', 'forky')],
  );
  t.deepEqual(names(cells), [
    ['debian:bookworm@debian:forky', 'debian:forky'],
    ['debian:forky@debian:bookworm', 'debian:bookworm'],
  ]);
  for (const { ids } of cells) {
    t.true(ids.includes('upgrade/internal-host-access'));
    t.false(ids.includes('nat/masquerade'));
  }
});

test('one of the cells on this machine’s kernel', async (t) => {
  const cells = chooseExplainingCells(
    [engine('private', null), engine('debian:forky', 'forky')],
    [await result('20.10.24', null), await result('28.5.2', 'forky')],
  );
  t.deepEqual(names(cells), [
    ['private@debian:forky', 'debian:forky'],
    ['debian:forky', null],
  ]);
});

test('no cell if the kernel is one, if nothing differs, or if the missing cell did not come up', async (t) => {
  const [old, now] = [await result('20.10.24', 'bookworm'), await result('28.5.2', 'bookworm')];
  const engines = [engine('debian:bookworm', 'bookworm'), engine('debian:forky', 'bookworm')];
  t.deepEqual(chooseExplainingCells(engines, [old, now]), []);
  const same = [await result('20.10.24', 'bookworm', ['nat/masquerade']), await result('28.5.2', 'forky')];
  t.deepEqual(chooseExplainingCells([engines[0]!, engine('debian:forky', 'forky')], same), []);
  const failed = { cell: null, checks: [], unfit: 'it does not boot' };
  const cells = chooseExplainingCells(
    [
      engine('debian:bookworm', 'bookworm'),
      engine('debian:bookworm', 'forky'),
      engine('debian:forky', 'bookworm'),
      engine('debian:forky', 'forky'),
    ],
    [old, failed, failed, await result('28.5.2', 'forky')],
  );
  t.deepEqual(cells, []);
});

test('an engine is split from its kernel at the last at sign, unless it is a path', async (t) => {
  t.deepEqual(await splitEngineName('debian:trixie@debian:forky'), { engine: 'debian:trixie', kernel: 'debian:forky' });
  t.deepEqual(await splitEngineName('debian:trixie'), { engine: 'debian:trixie', kernel: null });
  t.deepEqual(await splitEngineName('node_modules/@types'), { engine: 'node_modules/@types', kernel: null });
});
