import { readFile } from 'node:fs/promises';
import type { Lab } from '../../lab/index.js';
import type { Step } from '../../record/index.js';
import type { LiveContainer } from '../../check/live/container.js';
import type { CheckContext } from '../../check/live/context.js';
import type { Built } from './build.js';
import { stateOf } from '../worker/lab-state.js';

/**
 * What a check was given, with the state it was built in. It serves a further check that is given the same, but only where the last
 * one left it as it had found it: the same rules, links, addresses and networks on the docker host, the same running
 * containers, and no socket that could still say something.
 */
export class KeptGiven {
  private constructor(
    readonly stage: CheckContext,
    readonly built: Built,
    private readonly steps: readonly Step[],
    private readonly undo: CheckContext['undo'],
    private readonly found: string | null,
  ) {}

  /**
   * Takes over what has just been built on a stage.
   *
   * @param toBeKept Whether another check is to be served, so that its state must be known.
   */
  static async of(stage: CheckContext, built: Built, toBeKept: boolean): Promise<KeptGiven> {
    const undo = stage.undo.splice(0);
    const steps = [...stage.steps];
    // From here on whatever fails must find the undoing with what was built.
    const found = toBeKept ? await givenState(stage.lab, built.containers).catch(() => null) : null;
    return new KeptGiven(stage, built, steps, undo, found);
  }

  /** Makes the stage another check's: what was done to build it is told there too. @param last Whom it served before. */
  serve(last: string): void {
    const note: Step = {
      phase: 'given',
      place: 'host',
      command: `# what is given stands as ${last} had it: the same rules, addresses, containers and sockets`,
      output: '',
      status: 0,
      milliseconds: 0,
    };
    this.stage.steps.splice(0, Infinity, ...this.steps, note);
    this.stage.phase = 'given';
  }

  /** Undoes what the check itself changed, and says whether all is as it was found. What is remembered of its traffic is forgotten. */
  async putBack(): Promise<boolean> {
    await undoAll(this.stage.undo);
    return (
      this.found !== null && (await givenState(this.stage.lab, this.built.containers).catch(() => null)) === this.found
    );
  }

  /** Takes it down, after what the check itself changed. */
  async takeDown(): Promise<void> {
    await undoAll(this.stage.undo);
    await undoAll(this.undo);
  }
}

/** Undoes in reverse order; a thing that cannot be undone is for the lab's own inspection to find. */
export async function undoAll(undo: CheckContext['undo']): Promise<void> {
  for (const one of undo.splice(0).reverse()) await one().catch(() => undefined);
}

/** The lab's state, and that of the containers in it. @throws where one of them does not run. */
async function givenState(lab: Lab, containers: readonly LiveContainer[]): Promise<string> {
  await Promise.all(containers.map(({ pid }) => lab.run(lab.containerNetworkPrefix(pid), ['sh', '-c', forgetting])));
  const [state, sockets, ...each] = await Promise.all([
    stateOf(lab),
    socketsAt(`/proc/${lab.parts.init.pid}`, true),
    ...containers.map((container) => containerState(lab, container)),
  ]);
  return JSON.stringify([state, sockets, each]);
}

/** As between checks on the docker host; connections that are over besides, which with a fresh container would be gone. */
const forgetting = 'conntrack -F; ip neighbour flush all; ss -HantK state time-wait';

async function containerState(lab: Lab, { id }: LiveContainer): Promise<unknown> {
  const { pid, attachments, ports } = await lab.engine.container(id);
  const process = lab.parts.processDirectory(pid);
  const [sockets, ...files] = await Promise.all([
    socketsAt(process, false),
    ...['route', 'if_inet6'].map((file) => netFile(process, file)),
  ]);
  return [pid, attachments, ports, sockets, files];
}

/**
 * The sockets of a process's network namespace: addresses and state (proc_pid_net(5)). One that was half open would repeat itself
 * into the next recording.
 *
 * @param besideOver Leaves out connections that are over (TIME_WAIT, state 06), which say nothing of themselves.
 */
async function socketsAt(process: string, besideOver: boolean): Promise<string[]> {
  const tables = await Promise.all(['tcp', 'tcp6', 'udp', 'raw', 'icmp'].map((file) => netFile(process, file)));
  return tables
    .flatMap((table, n) =>
      table
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter((fields) => fields.length > 3 && !(besideOver && fields[3] === '06'))
        .map(([, local = '', remote = '', state = '']) => `${n} ${local} ${remote} ${state}`),
    )
    .sort();
}

/** Empty where the kernel has none: tcp6 without IPv6. */
const netFile = (process: string, name: string): Promise<string> =>
  readFile(`${process}/net/${name}`, 'utf8').catch(() => '');
