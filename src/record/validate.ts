import { readFile } from 'node:fs/promises';
import type { AnySchemaObject, DefinedError } from 'ajv';
import { escapeControls } from '../text/index.js';

/** Returns null for a valid value, otherwise a sentence about the first field that is not. */
export type Validate = (value: unknown) => string | null;

const validators = new Map<string, Promise<Validate>>();

/**
 * Returns a validator by the published schema, which the build writes beside this file. Loads ajv at the first call: it
 * takes 80 ms, which commands that read no record must not pay.
 */
export function getValidator(noun: 'record' | 'matrix'): Promise<Validate> {
  const validator = validators.get(noun) ?? compile(noun);
  validators.set(noun, validator);
  return validator;
}

async function compile(noun: string): Promise<Validate> {
  const [{ Ajv2020 }, schema] = await Promise.all([
    import('ajv/dist/2020.js'),
    readFile(new URL(`${noun}.schema.json`, import.meta.url), 'utf8'),
  ]);
  const validate = new Ajv2020({ strict: true, verbose: true }).compile(JSON.parse(schema) as AnySchemaObject);
  return (value) => (validate(value) ? null : describeError((validate.errors as DefinedError[])[0]!, value, noun));
}

function describeError(error: DefinedError, whole: unknown, noun: string): string {
  const where = nameField(error.instancePath, whole, noun);
  switch (error.keyword) {
    case 'required':
      return `${where} has no "${error.params.missingProperty}"`;
    case 'additionalProperties':
      return `${where} has ${quoteValue(error.params.additionalProperty)}, which no ${noun} has`;
    case 'enum':
      return `${where} is ${quoteValue(error.data)}, and not one of ${error.params.allowedValues.join(', ')}`;
    case 'type':
      return `${where} is ${quoteValue(error.data)}, and not of type ${String(error.params.type)}`;
    default:
      return `${where} is ${quoteValue(error.data)}: it ${error.message ?? `fails ${error.keyword}`}`;
  }
}

/** Returns `checks[3].verdict of nat/masquerade` for `/checks/3/verdict`. */
function nameField(pointer: string, whole: unknown, noun: string): string {
  if (pointer === '') return `the ${noun}`;
  const parts = pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = parts
    .map((part, index) => (/^\d+$/.test(part) ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');
  const check =
    parts[0] === 'checks' ? (whole as { checks?: { id?: unknown }[] }).checks?.[Number(parts[1])]?.id : undefined;
  return typeof check === 'string' && parts[2] !== 'id'
    ? `${escapeName(name)} of ${escapeName(check)}`
    : escapeName(name);
}

/** Quotes a value from a foreign file in 60 characters at most, with nothing a terminal would obey. */
function quoteValue(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return escapeControls(json.length > 60 ? `${json.slice(0, 60)}…` : json);
}

const escapeName = (name: string): string => escapeControls(JSON.stringify(name).slice(1, -1));
