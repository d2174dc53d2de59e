/** The area of a check: what stands before the slash. */
export const areaOf = (id: string): string => id.slice(0, id.indexOf('/'));
