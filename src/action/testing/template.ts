import { readFile } from 'node:fs/promises';
import { github } from './github-packages.js';

/** An expression between `${{` and `}}`. A text with several is one call of `format`. */
export class Expression {
  constructor(readonly source: string) {}
}

/** A part of a workflow or an action: values, and expressions to evaluate. */
export type Template =
  string | number | boolean | null | Expression | readonly Template[] | { readonly [key: string]: Template };

export type TemplateMap = Readonly<Record<string, Template>>;

/** A step of a job or of a composite action. */
export interface Step {
  readonly id: string;
  readonly name: Template;
  /** The expression of `if`; without a status function GitHub adds success(). */
  readonly condition: string;
  readonly uses: string | null;
  readonly run: Template;
  readonly shell: string | null;
  readonly env: TemplateMap;
  readonly with: TemplateMap;
  readonly continueOnError: Template;
}

type Token = NonNullable<ReturnType<typeof github.workflows.parseWorkflow>['value']>;

/** Parses and validates a file by GitHub's schema. @throws Error that lists what is wrong. */
export async function parseFile(kind: 'workflow' | 'action', path: string): Promise<TemplateMap> {
  return parseText(kind, path, await readFile(path, 'utf8'));
}

/** Parses and validates a text by GitHub's schema. @throws Error that lists what is wrong. */
export function parseText(kind: 'workflow' | 'action', name: string, content: string): TemplateMap {
  const trace = new github.workflows.NoOperationTraceWriter();
  const file = { name, content };
  const { context, value } =
    kind === 'action' ? github.actions.parseAction(file, trace) : github.workflows.parseWorkflow(file, trace);
  const errors = context.errors.getErrors().map(({ message }) => message);
  if (errors.length > 0 || value === undefined) throw new Error(`${name}: ${errors.join('\n')}`);
  return asMap(convert(value));
}

/** Returns a template that is a mapping; an empty one for a missing one. */
export const asMap = (template: Template | undefined): TemplateMap => (template ?? {}) as TemplateMap;

/** Returns the steps of a job, or of an action's `runs`. */
export function readSteps(steps: Template | undefined): readonly Step[] {
  return ((steps ?? []) as readonly TemplateMap[]).map((step, n) => ({
    id: (step['id'] as string | undefined) ?? `step-${n}`,
    name: step['name'] ?? step['uses'] ?? step['run'] ?? '',
    condition: readCondition(step['if']),
    uses: (step['uses'] as string | undefined) ?? null,
    run: step['run'] ?? null,
    shell: (step['shell'] as string | undefined) ?? null,
    env: asMap(step['env']),
    with: asMap(step['with']),
    continueOnError: step['continue-on-error'] ?? false,
  }));
}

/** Returns an `if` as an expression, with success() unless it names a status function. */
export function readCondition(template: Template | undefined): string {
  const value = template instanceof Expression ? template.source : (template ?? '');
  const source = typeof value === 'object' ? '' : String(value);
  if (source === '') return 'success()';
  return /\b(?:success|failure|cancelled|always)\s*\(/.test(source) ? source : `success() && (${source})`;
}

function convert(token: Token): Template {
  const { isBasicExpression, isMapping, isSequence, isScalar } = github.workflows;
  if (isBasicExpression(token)) return new Expression(token.expression);
  if (isMapping(token)) return Object.fromEntries([...token].map(({ key, value }) => [key.toString(), convert(value)]));
  if (isSequence(token)) return [...token].map(convert);
  if (isScalar(token)) return token.toJSON() as Template;
  throw new Error(`unknown token of type ${token.templateTokenType}`);
}
