/** An annotation as the runner shows it. */
export interface Annotation {
  readonly level: string;
  readonly title: string;
  readonly message: string;
}

/** Executes the workflow commands in a step's output, as the runner does: those of its lines, and "##[…]" within. */
export class CommandReader {
  readonly annotations: Annotation[] = [];
  /** Commands that change the job: set-output, add-path, add-mask and the like, which docknet never prints. */
  readonly others: string[] = [];
  private stopped: string | null = null;

  line(text: string): void {
    const command = parseCommand(text);
    if (command === null) return;
    if (this.stopped !== null) {
      if (command.name === this.stopped) this.stopped = null;
    } else if (command.name === 'stop-commands') this.stopped = command.message;
    else if (['error', 'warning', 'notice'].includes(command.name))
      this.annotations.push({
        level: command.name,
        title: command.properties['title'] ?? '',
        message: command.message,
      });
    else if (command.name !== 'group' && command.name !== 'endgroup') this.others.push(text);
  }
}

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Parses "::NAME KEY=VALUE,…::MESSAGE" at a line's start, or "##[NAME KEY=VALUE;…]MESSAGE" anywhere in it. */
function parseCommand(line: string): Command | null {
  const [, name, properties = '', message = ''] =
    /^::([^\s:]+)(?: (.*?))?::(.*)$/s.exec(line.trimStart()) ?? /##\[([^\s\]]+)(?: (.*?))?\](.*)$/s.exec(line) ?? [];
  if (name === undefined) return null;
  return {
    name,
    properties: Object.fromEntries(
      properties
        .split(/[,;]/)
        .map((pair) => [pair.slice(0, pair.indexOf('=')), unescape(pair.slice(pair.indexOf('=') + 1))]),
    ),
    message: unescape(message),
  };
}

const unescape = (text: string): string =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
