import type { Known } from './annotation.js';

/** To the process that annotates a recording while it grows. */
export type AnnotatorCall =
  | { readonly call: 'begin'; readonly file: string; readonly armed: bigint; readonly known: Known }
  | { readonly call: 'learn'; readonly known: Known }
  | { readonly call: 'finish' };

/** What it says. */
export type AnnotatorNews =
  /** How far finishing is, from 0 to 1. */
  | { readonly what: 'progress'; readonly share: number }
  /** The recording is annotated. */
  | { readonly what: 'finished' }
  /** It is as it was, for this reason. */
  | { readonly what: 'failed'; readonly reason: string };
