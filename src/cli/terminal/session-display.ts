import type { SessionListener, StartedCell } from '../../runner/index.js';
import { RunProgress } from './run-progress.js';
import type { OutputStream } from './style.js';

/** Shows a session's progress. */
export class SessionDisplay implements SessionListener {
  private progress: RunProgress | null = null;

  constructor(private readonly terminal: OutputStream) {}

  readonly log = (text: string): void => {
    if (this.progress === null) this.terminal.write(`docknet: ${text}\n`);
    else this.progress.log(`docknet: ${text}`);
  };

  swept(leftovers: readonly string[]): void {
    const more = leftovers.length > 2 ? ` and ${leftovers.length - 2} more` : '';
    this.log(`Removed leftovers of a killed run: ${leftovers.slice(0, 2).join(', ')}${more}`);
  }

  began(cells: readonly StartedCell[]): void {
    this.progress = new RunProgress(this.terminal, cells);
  }

  started(cell: string, id: string): void {
    this.progress?.started(cell, id);
  }

  checked(cell: string, check: Parameters<SessionListener['checked']>[1]): void {
    this.progress?.checked(cell, check);
  }

  warned(text: string): void {
    this.log(text);
  }

  ended(): void {
    this.progress?.end();
    this.progress = null;
  }
}
