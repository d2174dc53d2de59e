import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runOrThrow } from '../../process/index.js';
import type { RunnerUser } from './runner-files.js';
import { makeRunnerUser, removeRunnerUser } from './runner-user.js';
import { Runner, type JobResult, type Machine } from './runner.js';
import { StandIns } from './stand-ins.js';
import { evaluate } from './evaluate.js';
import { asMap, parseFile, readCondition, readSteps, type Template } from './template.js';

/** How a job is called. */
export interface JobCall {
  /** Values of the context `github`. */
  readonly github?: Readonly<Record<string, unknown>>;
  /** Other contexts: `matrix`, `needs`, `inputs`. */
  readonly contexts?: Readonly<Record<string, unknown>>;
  /** Cancels the job at a line of a step's output. */
  readonly cancelAt?: RegExp;
  /** Inputs that replace the action's defaults. */
  readonly defaults?: Readonly<Record<string, string>>;
}

/** A machine like a hosted runner: a user with sudo, a checkout of the action elsewhere, paths with spaces. */
export class HostedRunner {
  readonly standIns: StandIns;
  private jobs = 0;

  private constructor(
    /** The directory of all of it. */
    readonly home: string,
    private readonly user: RunnerUser,
    /** The checkout of the action, which is at the same time the clone that workflows run in. */
    readonly clone: string,
  ) {
    this.standIns = new StandIns(join(home, 'github'), user, clone);
  }

  /** Makes the user and a fresh checkout of this working tree, without node_modules and dist. */
  static async start(): Promise<HostedRunner> {
    const home = await mkdtemp(join(tmpdir(), 'docknet-runner-'));
    await chmod(home, 0o755);
    const user = await makeRunnerUser();
    const clone = join(home, '_actions', 'with a space', 'docknet');
    await mkdir(clone, { recursive: true });
    // What a clone would hold, uncommitted changes included.
    const list = 'git ls-files -z --cached --others --exclude-standard --deduplicate';
    await runOrThrow([
      'sh',
      '-c',
      `${list} | xargs -0 sh -c 'for f; do [ ! -e "$f" ] || printf "%s\\0" "$f"; done' - |
      tar -c --null -T - | tar -x -C "$0"`,
      clone,
    ]);
    const runner = new HostedRunner(home, user, clone);
    await runner.standIns.prepare();
    await runner.giveToUser(home);
    return runner;
  }

  /** Removes all of it. */
  async stop(): Promise<void> {
    await removeRunnerUser();
    await rm(this.home, { recursive: true, force: true });
  }

  /** Gives a directory to the user. */
  async giveToUser(path: string): Promise<void> {
    await runOrThrow(['chown', '-R', '-h', `${this.user.uid}:${this.user.gid}`, path], { timeoutMs: 120_000 });
  }

  /** Makes an empty workspace. */
  async makeWorkspace(name: string): Promise<string> {
    const directory = join(this.home, 'work', name, name);
    await mkdir(directory, { recursive: true });
    await this.giveToUser(join(this.home, 'work'));
    return directory;
  }

  /** Runs a job of one step: the action, in a workspace that is not the clone. */
  runAction(workspace: string, inputs: Readonly<Record<string, string>>, call: JobCall = {}): Promise<JobResult> {
    const step = { id: 'docknet', uses: 'docknet/docknet@v1', with: inputs };
    return this.runSteps(workspace, [step], call);
  }

  /** Runs a job of a workflow of the clone, in the clone. @returns null if its condition does not hold. */
  async runJob(workflow: string, id: string, call: JobCall = {}): Promise<JobResult | null> {
    const parsed = await parseFile('workflow', join(this.clone, '.github/workflows', workflow));
    const job = asMap(asMap(parsed['jobs'])[id]);
    const needs = Object.values((call.contexts?.['needs'] ?? {}) as Record<string, { readonly result: string }>);
    const status = { failed: needs.some(({ result }) => result === 'failure'), cancelled: false };
    const github = { ...call.github, job: id };
    const { contexts } = await this.describe(this.clone, { ...call, github });
    if (evaluate(readCondition(job['if']), contexts, status) !== true) return null;
    return this.runSteps(this.clone, job['steps'] as readonly Template[], { ...call, github });
  }

  /** Runs steps as a job. */
  async runSteps(workspace: string, steps: readonly Template[], call: JobCall = {}): Promise<JobResult> {
    const { machine, contexts } = await this.describe(workspace, call);
    return new Runner(machine, contexts).run(readSteps(steps));
  }

  private async describe(workspace: string, { github = {}, contexts = {}, cancelAt, defaults = {} }: JobCall) {
    this.jobs += 1;
    const temporary = join(this.home, 'work', '_temp with a space', String(this.jobs));
    await mkdir(temporary, { recursive: true });
    await this.giveToUser(temporary);
    const environment = {
      HOME: this.user.home,
      USER: 'docknet-runner',
      LANG: 'C.UTF-8',
      PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
      CI: 'true',
      RUNNER_OS: 'Linux',
      RUNNER_ARCH: 'X64',
      RUNNER_TEMP: temporary,
    };
    const machine: Machine = {
      user: this.user,
      workspace,
      temporary,
      environment,
      standIns: this.standIns.byName,
      actions: { 'docknet/docknet': this.clone, './': `${this.clone}/./` },
      defaults: { checks: 'nat/masquerade', ...defaults },
      mounts: this.standIns.mounts,
      cancelAt: cancelAt ?? null,
    };
    return {
      machine,
      contexts: {
        github: {
          ...{ actions: true, server_url: 'https://github.example', repository: 'docknet/docknet', job: 'check' },
          ...{ run_id: '4711', run_attempt: '1', sha: 'c0ffee', event_name: 'push', token: 'none', event: {} },
          workspace,
          ...github,
        },
        runner: { os: 'Linux', arch: 'X64', temp: temporary },
        strategy: { 'job-index': 0, 'job-total': 1 },
        ...{ matrix: {}, needs: {}, inputs: {}, vars: {}, job: {} },
        ...contexts,
      },
    };
  }
}
