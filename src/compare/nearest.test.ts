import test from 'ava';
import { baselineName, baselinePath } from '../results/index.js';
import { readRecord, type Cell } from '../record/index.js';
import { findNearestCell } from './nearest.js';

/** The cell of a shipped baseline, as in a virtual machine with this kernel. */
async function cellOf(version: string, release: string | null = null): Promise<Cell> {
  const { cell } = (await readRecord(baselinePath(version))).record;
  if (release === null) return cell;
  return {
    ...cell,
    kernel: { ...cell.kernel, release },
    machine: { accelerator: 'kvm', qemu: '10.1.2', memoryMb: 2048 },
  };
}

const versions = ['26.1.5', '28.5.2', '29.7.2', '29.7.2-nftables'];
const releases = [null, '6.1.0-44-cloud-amd64', '6.12.74+deb13-cloud-amd64'];

async function nearest(cell: Cell) {
  const cells: Cell[] = [];
  for (const version of versions) for (const release of releases) cells.push(await cellOf(version, release));
  const found = findNearestCell(cell, cells);
  return found === null ? null : [baselineName(cells[found.position]!), found.isSame];
}

test('a baseline’s name has the kernel of a virtual machine, without its stable release', async (t) => {
  t.is(baselineName(await cellOf('29.7.2-nftables', '6.12.74+deb13-cloud-amd64')), '29.7.2-nftables-linux-6.12');
  t.is(baselineName(await cellOf('29.7.2')), '29.7.2');
});

test('the nearest baseline has the same engine and kernel first', async (t) => {
  t.deepEqual(await nearest(await cellOf('28.5.2', '6.12.90+deb13-cloud-amd64')), ['28.5.2-linux-6.12', true]);
  t.deepEqual(await nearest(await cellOf('28.5.2')), ['28.5.2', true]);
  t.deepEqual(await nearest(await cellOf('29.7.2-nftables', '6.1.0-50-cloud-amd64')), [
    '29.7.2-nftables-linux-6.1',
    true,
  ]);
});

test('then the nearest engine, then its nearest kernel', async (t) => {
  t.deepEqual(await nearest(await cellOf('28.0.4', '6.1.0-44-cloud-amd64')), ['28.5.2-linux-6.1', false]);
  t.deepEqual(await nearest(await cellOf('28.5.2', '6.9.1')), ['28.5.2-linux-6.12', false]);
  const own = await cellOf('29.4.2');
  t.deepEqual(await nearest(own), ['29.7.2', false]);
  t.is(findNearestCell(own, []), null);
});
