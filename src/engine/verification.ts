import { realpath } from 'node:fs/promises';
import { runCommand } from '../process/index.js';
import type { EngineChoice } from './find.js';

/** How the engine's files were verified if apt did it with these keys: "Debian’s keys". */
export const verifiedByApt = (keys: string): string => `by apt, with ${keys}`;

/**
 * Describes in one sentence how an engine's files were verified, for the record.
 *
 * @param program Path of a private engine's dockerd; null for the machine's running engine.
 */
export async function describeVerification(choice: EngineChoice, program: string | null): Promise<string> {
  if (choice.kind === 'directory') return choice.verified ?? 'not verified: directory given';
  if (choice.kind === 'host' || program === null) return 'not verified: the engine that runs on this machine';
  const path = await realpath(program).catch(() => program);
  const { status } = await runCommand(['dpkg-query', '--search', path]);
  return status === 0 ? 'the machine’s own package' : `not verified: ${program} is in no Debian package`;
}
