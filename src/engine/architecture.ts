import { open } from 'node:fs/promises';
import { arch } from 'node:os';

/** ELF's numbers of machines (e_machine, System V ABI; linux/elf-em.h), by Node's names of architectures. */
const machines: Readonly<Record<string, number>> = {
  ia32: 3,
  ppc64: 21,
  s390x: 22,
  arm: 40,
  x64: 62,
  arm64: 183,
  riscv64: 243,
  loong64: 258,
};

/** The architecture a program was built for, by Node's name or as "ELF machine N"; null for what is no ELF program, such as a script. */
export async function readArchitecture(program: string): Promise<string | null> {
  const file = await open(program);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(20), 0, 20, 0);
    if (bytesRead < 20 || buffer.toString('latin1', 0, 4) !== '\u007fELF') return null;
    // Byte 5 says which end comes first: 1 the little one.
    const machine = buffer[5] === 1 ? buffer.readUInt16LE(18) : buffer.readUInt16BE(18);
    return Object.keys(machines).find((name) => machines[name] === machine) ?? `ELF machine ${machine}`;
  } finally {
    await file.close();
  }
}

/** The architecture of a program that this machine cannot run; null where it can, or where it is no ELF program. */
export async function findForeignArchitecture(program: string): Promise<string | null> {
  const found = await readArchitecture(program);
  return found === null || found === arch() ? null : found;
}
