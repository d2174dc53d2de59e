import type { TestNamespace, TestNetwork } from '../../capture/testing/network.js';
import { startRecorder } from '../../capture/index.js';

/** Milliseconds, medians. */
export interface Arming {
  readonly points: number;
  readonly arming: number;
  readonly stopping: number;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** How long a recording at five points takes to be armed and proven, and to be stopped. */
export async function measureArming(
  network: TestNetwork,
  near: TestNamespace,
  far: TestNamespace,
  file: string,
): Promise<Arming> {
  await network.addVeth(near, 'arm0', far, 'arm0');
  const points = [near, far].flatMap((namespace) =>
    ['lo', 'arm0'].map((device) => ({
      name: `${namespace.name}.${device}`,
      namespace: namespace.path,
      interface: device,
    })),
  );
  await network.addBridge(far, 'armbr', []);
  points.push({ name: 'bridge', namespace: far.path, interface: 'armbr' });
  const recorder = await startRecorder();
  const arming: number[] = [];
  const stopping: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const started = performance.now();
    const active = await recorder.record({ file, points });
    const armed = performance.now();
    await active.stop();
    arming.push(armed - started);
    stopping.push(performance.now() - armed);
  }
  await recorder.close();
  return { points: points.length, arming: median(arming), stopping: median(stopping) };
}
