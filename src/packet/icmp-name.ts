/** The names of one ICMP version's messages: by type, and of a type's codes where they have names (IANA's registries). */
export interface MessageNames {
  readonly types: Readonly<Record<number, string>>;
  readonly codes: Readonly<Record<number, readonly string[]>>;
}

/** A message in words: "destination unreachable: port", "type 42 code 0" where nobody has named it. */
export function messageName({ types, codes }: MessageNames, type: number, code: number): string {
  const base = types[type];
  if (base === undefined) return `type ${type} code ${code}`;
  const detail = codes[type]?.[code];
  if (detail !== undefined) return `${base}: ${detail}`;
  return code === 0 ? base : `${base}: code ${code}`;
}
