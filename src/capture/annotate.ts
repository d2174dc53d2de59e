import { AnnotatedCopy, type AddressNames, type GetNote } from './annotated-copy.js';

/**
 * Writes comments, packet ids and names into a recording, for any reader of pcapng: per frame the note's comment and
 * packet id, and a name resolution block at the beginning. What an earlier call wrote is replaced; see `AnnotatedCopy`.
 *
 * @throws Error where the recording is damaged or of another machine's byte order, and the file system's error; the recording is
 *   then as it was.
 */
export async function annotateFile(path: string, note: GetNote, names: AddressNames): Promise<void> {
  const copy = await AnnotatedCopy.create(path, names);
  try {
    await copy.finish(note);
  } catch (cause) {
    await copy.discard();
    throw cause;
  }
}
