/**
 * Asks a guest every second for a sign of life. It counts what was not answered, and not time: while docknet is stopped
 * or too busy to ask, none passes.
 */
export class LifeWatch {
  private unanswered = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    /** Seconds without a sign of life after which a guest hangs. */
    private readonly limit: number,
    private readonly ask: () => void,
    /** Called, at least once, with how the guest hangs. */
    private readonly onHang: (hang: string) => void,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.unanswered += 1;
      if (this.unanswered > this.limit) this.onHang(`it gave no sign of life for ${this.limit} s`);
      else this.ask();
    }, 1000);
  }

  /** Takes a sign of life: any message of the guest. */
  live(): void {
    this.unanswered = 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
