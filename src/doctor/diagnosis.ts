/** The result of looking for one thing that docknet needs. */
export interface Diagnosis {
  readonly name: string;
  /** What was found in its place; null if it is there. */
  readonly missing: string | null;
  /** What to do, with the command. */
  readonly fix: string;
  /** Whether docknet runs without it. */
  readonly isOptional?: true;
}
