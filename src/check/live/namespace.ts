import type { NamespaceScene } from '../scene.js';
import { busyboxAt } from './busybox.js';
import { Caller } from './caller.js';
import type { Stage } from './stage.js';

/** A network namespace made by hand, to act with. */
export class LiveNamespace extends Caller {
  constructor(
    private readonly kept: NamespaceScene,
    stage: Stage,
    readonly namespacePath: string,
  ) {
    super(busyboxAt(stage, kept.key, ['nsenter', `--net=${namespacePath}`, '--']));
  }

  get key(): string {
    return this.kept.key;
  }
  get address(): string {
    return this.kept.address;
  }
  scene(): NamespaceScene {
    return this.kept;
  }
}
