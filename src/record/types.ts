import type { Static } from 'typebox';
import type { matrixSchema, recordSchema } from './schema.js';

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** What a run leaves behind as `record.json`; see `record.schema.json` for every field. */
export type RunRecord = DeepReadonly<Static<typeof recordSchema>>;

/** The run that left a record. */
export type Run = RunRecord['run'];

/** One of the parts into which `--shard` divides the checks. */
export type Shard = NonNullable<Run['shard']>;

/** The environment a record is from. */
export type Cell = RunRecord['cell'];

/** One check and its verdict. */
export type CheckRecord = RunRecord['checks'][number];

/** What a document says, in our words. */
export type Claim = CheckRecord['claim'];

/** One expected line of a check against what was seen. */
export type ExpectationRecord = CheckRecord['expectations'][number];

/** A firewall rule that settles an expectation. */
export type RuleReference = ExpectationRecord['rules'][number];

/** A thing that a check or the engine left behind. */
export type Leftover = NonNullable<CheckRecord['leftovers']>[number];

/** A command or an action on the lab, with its result. */
export type Step = CheckRecord['steps'][number];

/** An interface at which frames were recorded. */
export type PointRecord = CheckRecord['points'][number];

/** Paths of a check's evidence, relative to the record's directory; null for a missing one. */
export type Evidence = CheckRecord['evidence'];

/** What a run on several engines leaves behind as `matrix.json`; see `matrix.schema.json` for every field. */
export type MatrixRecord = DeepReadonly<Static<typeof matrixSchema>>;

/** One engine's run in a matrix. */
export type MatrixCell = MatrixRecord['cells'][number];
