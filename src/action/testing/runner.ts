import { delimiter, join } from 'node:path';
import { evaluate, resolve, resolveTexts, toText, type Contexts, type Status } from './evaluate.js';
import { CommandReader, type Annotation } from './runner-commands.js';
import { makeStepFiles, type RunnerUser } from './runner-files.js';
import { runScript, scriptFile, type Mount } from './script.js';
import { asMap, parseFile, readSteps, type Step, type Template } from './template.js';

/** A step that stands in for an action of GitHub's, which reads paths from the workspace. Returns its outputs. */
export type StandIn = (inputs: Readonly<Record<string, string>>, workspace: string) => Promise<Record<string, string>>;

/** The machine that steps run on. */
export interface Machine {
  readonly user: RunnerUser;
  /** GITHUB_WORKSPACE. */
  readonly workspace: string;
  /** RUNNER_TEMP. */
  readonly temporary: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Stand-ins by the action's name without its commit. */
  readonly standIns: Readonly<Record<string, StandIn>>;
  /** Directories of composite actions by what `uses` says. */
  readonly actions: Readonly<Record<string, string>>;
  /** Inputs that replace the defaults of composite actions. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  /** Cancels the job at a line of a step's output. */
  readonly cancelAt: RegExp | null;
}

/** What a job left. */
export interface JobResult {
  readonly result: 'success' | 'failure' | 'cancelled';
  /** Each step's outcome and outputs by id, those of composite actions as `ACTION/STEP`. */
  readonly steps: Readonly<Record<string, StepResult>>;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** Workflow commands other than annotations. */
  readonly commands: readonly string[];
  readonly log: string;
}

export interface StepResult {
  readonly outcome: 'success' | 'failure' | 'cancelled' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the steps of a job as GitHub's runner does, in its order and by its rules. */
export class Runner {
  private readonly results: Record<string, StepResult> = {};
  private readonly log: string[] = [];
  private readonly reader = new CommandReader();
  private summary = '';
  private env: Record<string, string>;
  private path: string[] = [];
  private cancelled = false;
  private count = 0;

  constructor(
    private readonly machine: Machine,
    private readonly contexts: Contexts,
    env: Readonly<Record<string, string>> = {},
  ) {
    this.env = { ...env };
  }

  /** Runs the steps of a job. */
  async run(steps: readonly Step[]): Promise<JobResult> {
    const failed = await this.runSteps(steps, this.contexts, '', {});
    return {
      result: this.cancelled ? 'cancelled' : failed ? 'failure' : 'success',
      steps: this.results,
      summary: this.summary,
      annotations: this.reader.annotations,
      commands: this.reader.others,
      log: this.log.join('\n'),
    };
  }

  /** Runs steps, each if its condition holds. @returns whether one of them failed. */
  private async runSteps(
    steps: readonly Step[],
    contexts: Contexts,
    prefix: string,
    outerEnv: Readonly<Record<string, string>>,
  ): Promise<boolean> {
    let failed = false;
    const local: Record<string, unknown> = {};
    for (const step of steps) {
      const env = { ...this.env, ...outerEnv };
      const known = { ...contexts, steps: local, env };
      const status = { failed, cancelled: this.cancelled };
      if (toText(evaluate(step.condition, known, status)) !== 'true') {
        this.settle(prefix, step, local, { outcome: 'skipped', outputs: {} });
        continue;
      }
      const result = await this.runStep(step, known, status, prefix, outerEnv);
      this.settle(prefix, step, local, result);
      const isAllowed = resolve(step.continueOnError, known, status) === true;
      if (result.outcome === 'failure' && !isAllowed) failed = true;
    }
    return failed;
  }

  private settle(prefix: string, step: Step, local: Record<string, unknown>, result: StepResult): void {
    this.results[`${prefix}${step.id}`] = result;
    local[step.id] = { ...result, conclusion: result.outcome };
  }

  private async runStep(
    step: Step,
    contexts: Contexts,
    status: Status,
    prefix: string,
    outerEnv: Readonly<Record<string, string>>,
  ): Promise<StepResult> {
    const env = { ...outerEnv, ...resolveTexts(step.env, contexts, status) };
    if (step.uses === null) return this.runScript(toText(resolve(step.run, contexts, status)), step, contexts, env);
    const [name = ''] = step.uses.split('@');
    const inputs = resolveTexts(step.with, contexts, status);
    const directory = this.machine.actions[name] ?? this.machine.actions[step.uses];
    if (directory !== undefined) return this.runAction(directory, inputs, step, prefix, env);
    const standIn = this.machine.standIns[name];
    if (standIn === undefined) throw new Error(`no stand-in for ${step.uses}`);
    return standIn(inputs, this.machine.workspace).then(
      (outputs): StepResult => ({ outcome: 'success', outputs }),
      (cause: unknown): StepResult => {
        this.log.push(String(cause));
        return { outcome: 'failure', outputs: {} };
      },
    );
  }

  private async runScript(
    script: string,
    step: Step,
    contexts: Contexts,
    env: Readonly<Record<string, string>>,
  ): Promise<StepResult> {
    const { user, workspace, temporary, environment, mounts, cancelAt } = this.machine;
    this.count += 1;
    const files = await makeStepFiles(temporary, this.count, user);
    const variables = {
      ...environment,
      ...githubEnvironment(contexts),
      ...this.env,
      ...env,
      ...files.environment,
      PATH: [...this.path, environment['PATH'] ?? ''].join(delimiter),
    };
    const { status, lines, cancelled } = await runScript(script, {
      file: scriptFile(temporary, this.count),
      shell: step.shell,
      cwd: workspace,
      env: variables,
      user,
      mounts,
      cancelAt: this.cancelled ? null : cancelAt,
    });
    this.log.push(...lines);
    for (const line of lines) this.reader.line(line);
    if (cancelled) this.cancelled = true;
    const answers = await files.read();
    Object.assign(this.env, answers.env);
    this.path = [...answers.path, ...this.path];
    this.summary += answers.summary;
    return { outcome: cancelled ? 'cancelled' : status === 0 ? 'success' : 'failure', outputs: answers.outputs };
  }

  /** Runs a composite action. */
  private async runAction(
    directory: string,
    given: Readonly<Record<string, string>>,
    step: Step,
    prefix: string,
    env: Readonly<Record<string, string>>,
  ): Promise<StepResult> {
    const action = await parseFile('action', join(directory, 'action.yml'));
    const unknown = Object.keys(given).filter((name) => !(name in asMap(action['inputs'])));
    if (unknown.length > 0) throw new Error(`Unexpected inputs: ${unknown.join(', ')}`);
    const inputs: Record<string, string> = {};
    for (const [name, input] of Object.entries(asMap(action['inputs']))) {
      const value = resolve(asMap(input)['default'] ?? '', this.contexts, { failed: false, cancelled: false });
      inputs[name] = given[name] ?? this.machine.defaults[name] ?? toText(value);
    }
    const github = { ...(this.contexts['github'] as object), action_path: directory };
    const contexts = { ...this.contexts, github, inputs };
    const own = `${prefix}${step.id}/`;
    const failed = await this.runSteps(readSteps(asMap(action['runs'])['steps']), contexts, own, env);
    const steps = Object.fromEntries(
      Object.entries(this.results)
        .filter(([id]) => id.startsWith(own))
        .map(([id, result]) => [id.slice(own.length), result]),
    );
    const outputs = mapValues(asMap(action['outputs']), (output) =>
      toText(resolve(asMap(output)['value'] ?? '', { ...contexts, steps }, { failed, cancelled: this.cancelled })),
    );
    return { outcome: this.cancelled ? 'cancelled' : failed ? 'failure' : 'success', outputs };
  }
}

const mapValues = (map: Readonly<Record<string, Template>>, change: (value: Template) => string) =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));

/** The variables that the runner makes of the context `github`. */
function githubEnvironment({ github }: Contexts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(github as Record<string, unknown>)
      .filter(([, value]) => typeof value !== 'object')
      .filter(([name]) => name !== 'token')
      .map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, String(value)]),
  );
}
