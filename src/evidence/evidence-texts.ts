import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The text of a file below a run's directory. @throws where it cannot be read, each time alike. */
export type EvidenceTexts = (file: string) => Promise<string>;

/** Reads a run's files as they are asked for, each once: a check's scene and listings are wanted by several, and opening a file costs more than reading it. */
export function evidenceTexts(directory: string): EvidenceTexts {
  const read = new Map<string, Promise<string>>();
  return (file) => {
    const text = read.get(file) ?? readFile(join(directory, file), 'utf8');
    read.set(file, text);
    return text;
  };
}
