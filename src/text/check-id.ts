/** Returns the area of a check's id: "nat" of "nat/masquerade". */
export const areaOf = (id: string): string => id.slice(0, id.indexOf('/'));
