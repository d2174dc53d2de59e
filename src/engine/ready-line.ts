import { scaleMs } from '../process/index.js';

/** Finds the line "ready" in a container's output, from the moment on that it is made. */
export class ReadyLine {
  private readonly found: Promise<'ready' | 'ended'>;

  constructor(output: NodeJS.ReadableStream) {
    this.found = new Promise((resolve) => {
      let text = '';
      output.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('ready')) resolve('ready');
      });
      output.once('end', () => {
        resolve('ended');
      });
    });
  }

  /** Resolves at the line, when the output ends before it, or when a time in milliseconds is over. */
  async wait(timeoutMs: number): Promise<'ready' | 'ended' | 'late'> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, scaleMs(timeoutMs), 'late');
    });
    const outcome = await Promise.race([this.found, late]);
    clearTimeout(timer);
    return outcome;
  }
}
