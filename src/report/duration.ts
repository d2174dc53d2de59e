/** A duration in milliseconds as a person reads it: `840 ms`, `3.2 s`, `4 min 05 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** The time from one stamp to a later one, in nanoseconds: `0 µs`, `12.4 µs`, `1.204 ms`; with a minus where the later one is earlier, as stamps of different processors can be. */
export function between(nanoseconds: bigint): string {
  return since(0n, nanoseconds).replace('+', '');
}

/**
 * The time since `first`, both in nanoseconds: `0 µs`, `+12.4 µs`, `+1.204 ms`, `+2.310 s`. A time before `first` has a
 * minus: stamps of different interfaces come from different processors.
 */
export function since(first: bigint, time: bigint): string {
  const nanoseconds = Number(time - first);
  if (nanoseconds === 0) return '0 µs';
  const sign = nanoseconds < 0 ? '−' : '+';
  const size = Math.abs(nanoseconds);
  if (size < 1_000_000) return `${sign}${(size / 1000).toFixed(1)} µs`;
  if (size < 1_000_000_000) return `${sign}${(size / 1_000_000).toFixed(3)} ms`;
  return `${sign}${(size / 1_000_000_000).toFixed(3)} s`;
}

/** An ISO 8601 time as `2026-03-01 14:02:11 UTC`; what cannot be read as a time is returned as it is. */
export function moment(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
