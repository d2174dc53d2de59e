import { createHash } from 'node:crypto';

/** SHA-256 as base64, as the pages' callers pass it in. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
