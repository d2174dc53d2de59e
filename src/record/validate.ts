import type { AnySchemaObject, DefinedError } from 'ajv';
import { matrixSchema } from './matrix-schema.js';
import { schema } from './schema.js';

/** A validator of records: null for one that is whole, otherwise a sentence about the first field that is not. */
export type Validate = (value: unknown) => string | null;

const validators = new Map<object, Promise<Validate>>();

/** The validator of the published schema of records. */
export const recordValidator = (): Promise<Validate> => validatorOf(schema, 'record');

/** The validator of the published schema of matrices. */
export const matrixValidator = (): Promise<Validate> => validatorOf(matrixSchema, 'matrix');

/** ajv is loaded when it is first needed: it would slow down commands that read no record. */
function validatorOf(of: AnySchemaObject, noun: string): Promise<Validate> {
  const known =
    validators.get(of) ??
    import('ajv/dist/2020.js').then(({ Ajv2020 }): Validate => {
      const validate = new Ajv2020({ strict: true, verbose: true }).compile(of);
      return (value) =>
        validate(value) ? null : inWords((validate.errors as DefinedError[])[0] as DefinedError, value, noun);
    });
  validators.set(of, known);
  return known;
}

/** An error of ajv as a sentence that names the field. */
function inWords(error: DefinedError, whole: unknown, noun: string): string {
  const where = fieldName(error.instancePath, whole, noun);
  switch (error.keyword) {
    case 'required':
      return `${where} has no "${error.params.missingProperty}"`;
    case 'additionalProperties':
      return `${where} has ${shown(error.params.additionalProperty)}, which no ${noun} has`;
    case 'enum':
      return `${where} is ${shown(error.data)}, and not one of ${error.params.allowedValues.join(', ')}`;
    case 'type':
      return `${where} is ${shown(error.data)}, and not of type ${String(error.params.type)}`;
    default:
      return `${where} is ${shown(error.data)}: it ${error.message ?? `fails ${error.keyword}`}`;
  }
}

/** `checks[3].verdict of nat/masquerade` for `/checks/3/verdict`. */
function fieldName(pointer: string, whole: unknown, noun: string): string {
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
  return typeof check === 'string' && parts[2] !== 'id' ? `${printable(name)} of ${printable(check)}` : printable(name);
}

/** A value from a foreign file, short and without anything that a terminal would obey. */
function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return printable(json.length > 60 ? `${json.slice(0, 60)}…` : json);
}

/** Control characters (C0, DEL, C1) and those that turn the direction of text, as escapes. */
function printable(value: string): string {
  return value.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
