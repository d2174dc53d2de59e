export const checkShape = (_: unknown): string | null => null;
