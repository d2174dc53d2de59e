/** A word as a shell takes it, whatever is in it. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command as a person would type it in a shell. */
export function commandLine(argv: readonly string[]): string {
  return argv.map((argument) => (/^[\w@%+=:,./!{}-]+$/.test(argument) ? argument : quote(argument))).join(' ');
}
