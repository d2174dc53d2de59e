import test from 'ava';
import { scheduleWorkers, type WorkSource } from './schedule-workers.js';

/** A source whose checks take one turn of the event loop each. Records the slots of its workers. */
class FakeSource implements WorkSource {
  working = 0;
  hasLab = false;
  readonly slots: number[] = [];
  most = 0;

  constructor(
    public waiting: number,
    public maxWorkers = Infinity,
    private deaths = 0,
  ) {}

  async work(slot: number): Promise<void> {
    this.slots.push(slot);
    this.working += 1;
    this.most = Math.max(this.most, this.working);
    await turn();
    this.hasLab = true;
    while (this.waiting > 0) {
      this.waiting -= 1;
      await turn();
      if (this.deaths > 0) {
        this.deaths -= 1;
        break;
      }
    }
    this.working -= 1;
  }
}

const turn = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

test('one source gets every slot, and no more than it has checks', async (t) => {
  const long = new FakeSource(30);
  await scheduleWorkers([long], 3);
  t.deepEqual(long.slots, [1, 2, 3]);
  const short = new FakeSource(2);
  await scheduleWorkers([short], 3);
  t.deepEqual([short.slots, short.waiting], [[1, 2], 0]);
});

test('sources share the slots evenly; a free slot goes to the one with the most checks per worker', async (t) => {
  const sources = [new FakeSource(60), new FakeSource(10), new FakeSource(40)];
  await scheduleWorkers(sources, 3);
  t.deepEqual(sources.map(({ slots }) => slots[0]).sort(), [1, 2, 3]);
  t.deepEqual(
    sources.map(({ waiting }) => waiting),
    [0, 0, 0],
  );
  t.is(sources[1]?.slots.length, 1);
  t.true((sources[0]?.slots.length ?? 0) > 1, 'the longest had a second worker');
});

test('with more sources than slots, each source runs, and no slot is used twice at once', async (t) => {
  const sources = [new FakeSource(5), new FakeSource(5), new FakeSource(5)];
  await scheduleWorkers(sources, 1);
  t.deepEqual(
    sources.map(({ waiting, most }) => [waiting, most]),
    [
      [0, 1],
      [0, 1],
      [0, 1],
    ],
  );
});

test('a source limited to one worker has one at a time, and another after one died', async (t) => {
  const source = new FakeSource(6, 1, 2);
  await scheduleWorkers([source], 3);
  t.deepEqual([source.waiting, source.most, source.slots.length], [0, 1, 3]);
});

test('a source with nothing to run gets no worker', async (t) => {
  const source = new FakeSource(0);
  await scheduleWorkers([source], 2);
  t.deepEqual(source.slots, []);
});

test('a slot without work waits for a source that wants more workers after one has ended', async (t) => {
  class Isolating extends FakeSource {
    override maxWorkers = 1;
    override async work(slot: number): Promise<void> {
      await super.work(slot);
      this.maxWorkers = 2;
    }
  }
  const source = new Isolating(30, 1, 1);
  await scheduleWorkers([source], 2);
  t.deepEqual([source.waiting, source.most], [0, 2]);
});
