/** Formats milliseconds: `840 ms`, `3.2 s`, `4 min 05 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/**
 * Formats the nanoseconds from one timestamp to a later one: `0 µs`, `12.4 µs`, `1.204 ms`. Negative if the timestamps
 * are of different processors whose clocks differ.
 */
export function formatInterval(nanoseconds: bigint): string {
  return formatOffset(0n, nanoseconds).replace('+', '');
}

/**
 * Formats the time since `first`, both in nanoseconds: `0 µs`, `+12.4 µs`, `+1.204 ms`, `+2.310 s`. Negative for a time
 * before `first`: timestamps of different interfaces come from different processors.
 */
export function formatOffset(first: bigint, time: bigint): string {
  const nanoseconds = Number(time - first);
  if (nanoseconds === 0) return '0 µs';
  const sign = nanoseconds < 0 ? '−' : '+';
  const size = Math.abs(nanoseconds);
  if (size < 1_000_000) return `${sign}${(size / 1000).toFixed(1)} µs`;
  if (size < 1_000_000_000) return `${sign}${(size / 1_000_000).toFixed(3)} ms`;
  return `${sign}${(size / 1_000_000_000).toFixed(3)} s`;
}

/** Formats an ISO 8601 time as `2026-03-01 14:02:11 UTC`. Returns other text unchanged. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
