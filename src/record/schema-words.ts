/** An object of exactly these properties. */
export function object<const P extends Readonly<Record<string, unknown>>>(description: string, properties: P) {
  return {
    type: 'object',
    description,
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  } as const;
}
export const array = <const I>(description: string, items: I) => ({ type: 'array', description, items }) as const;
export const text = (description: string) => ({ type: 'string', description }) as const;
export const matching = (pattern: string, description: string) => ({ type: 'string', pattern, description }) as const;
export const flag = (description: string) => ({ type: 'boolean', description }) as const;
export const count = (description: string, minimum = 0) => ({ type: 'integer', minimum, description }) as const;
export const milliseconds = (description: string) => ({ type: 'number', minimum: 0, description }) as const;
export const named = (description: string) =>
  ({ type: 'object', description, additionalProperties: { type: 'string' } }) as const;
export const oneOf = <const V extends readonly string[]>(description: string, ...values: V) =>
  ({ type: 'string', enum: values, description }) as const;
export const orNull = <const S>(schema: S) => ({ anyOf: [schema, { type: 'null' }] }) as const;

/** A moment, ISO 8601. */
export const time = (description: string) =>
  matching(String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`, `${description}, ISO 8601, UTC`);
// A record may come from somebody else: what it points to must lie beside it.
export const path = (description: string) =>
  orNull(
    matching(
      String.raw`^(?!/)(?!(.*/)?\.\.(/|$))[^\\\u0000]+$`,
      `${description}; a path relative to the record's directory`,
    ),
  );
