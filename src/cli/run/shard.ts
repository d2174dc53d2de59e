import type { Shard } from '../../record/index.js';
import { UsageError } from '../errors.js';

/** Reads `--shard`: "2/4" is the second of four parts. @throws UsageError on anything else. */
export function readShard(text: string): Shard {
  const [, number = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (number < 1 || number > of)
    throw new UsageError(`--shard ${text}: give a part and how many there are, such as 1/4 for the first of four.`);
  return { number, of };
}

/**
 * The checks of one part: every id is in exactly one, whoever asks. Dealt out like cards, so that each area, and what takes long in
 * it, is spread over the parts.
 *
 * @throws UsageError where there are more parts than checks and nothing is left for this one.
 */
export function partOf(ids: readonly string[], shard: Shard): string[] {
  const part = ids.filter((_, n) => n % shard.of === shard.number - 1);
  if (part.length === 0)
    throw new UsageError(
      `--shard ${shard.number}/${shard.of}: there are only ${ids.length} checks, and none is left for this part. Divide them into fewer.`,
    );
  return part;
}
