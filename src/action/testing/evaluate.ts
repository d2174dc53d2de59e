import { createHash } from 'node:crypto';
import { github } from './github-packages.js';
import { Expression, type Template } from './template.js';

/** The contexts of expressions by name: `github`, `inputs`, `steps`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** What status functions answer. */
export interface Status {
  readonly failed: boolean;
  readonly cancelled: boolean;
}

const { data, Evaluator, Lexer, Parser } = github.expressions;
type Data = ReturnType<InstanceType<typeof Evaluator>['evaluate']>;

/** Evaluates an expression. @throws Error for one that GitHub refuses, such as with an unknown context. */
export function evaluate(source: string, contexts: Contexts, status: Status): unknown {
  const functions = Object.entries<boolean>({
    success: !status.failed && !status.cancelled,
    failure: status.failed && !status.cancelled,
    cancelled: status.cancelled,
    always: true,
  }).map(([name, value]) => ({ name, minArgs: 0, maxArgs: 0, call: (): Data => new data.BooleanData(value) }));
  const hash = {
    name: 'hashFiles',
    minArgs: 1,
    maxArgs: 255,
    call: (...patterns: Data[]): Data =>
      new data.StringData(createHash('sha256').update(patterns.map(String).join('\n')).digest('hex')),
  };
  const all = [...functions, hash];
  const { tokens } = new Lexer(source).lex();
  const tree = new Parser(tokens, Object.keys(contexts), all).parse();
  const values = JSON.parse(JSON.stringify(contexts), data.reviver) as InstanceType<typeof data.Dictionary>;
  const result = new Evaluator(tree, values, new Map(all.map((each) => [each.name.toLowerCase(), each]))).evaluate();
  return JSON.parse(JSON.stringify(result, data.replacer));
}

/** Evaluates the expressions of a template, to a value. */
export function resolve(template: Template, contexts: Contexts, status: Status): unknown {
  if (template instanceof Expression) return evaluate(template.source, contexts, status);
  if (Array.isArray(template)) return template.map((each: Template) => resolve(each, contexts, status));
  if (template === null || typeof template !== 'object') return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, resolve(value, contexts, status)]));
}

/** Evaluates the expressions of a mapping to texts, as for `env` and `with`. */
export function resolveTexts(
  template: Readonly<Record<string, Template>>,
  contexts: Contexts,
  status: Status,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, toText(resolve(value, contexts, status))]),
  );
}

/** Returns a value as GitHub writes it into a text. */
export const toText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : typeof value === 'object' && value !== null
        ? 'Object'
        : '';
