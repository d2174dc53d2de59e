import { customAlphabet } from 'nanoid';

/** A run id: lower-case letters and digits, so that it fits in the name of a host, a file and a control group. */
export const newRunId = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10);
