/** A recorder under measurement. */
export interface Contender {
  readonly name: string;
  /** Starts recording; resolves once frames are being recorded. */
  record(namespace: string, device: string, file: string): Promise<Measured>;
  close(): Promise<void>;
}

/** One recording of a contender. */
export interface Measured {
  /** CPU seconds its process has used so far, in user and kernel mode. */
  cpuSeconds(): Promise<number>;
  /** Ends the recording; resolves with the frames it says it lost. */
  stop(): Promise<number>;
}
