/** Cuts text after a number of characters, and marks the cut. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit).replace(/\p{Surrogate}$/u, '')}…`;
}
