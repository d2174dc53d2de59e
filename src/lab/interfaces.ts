import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An interface as sysfs shows it (Documentation/ABI/testing/sysfs-class-net). */
export interface Interface {
  readonly name: string;
  readonly index: number;
  /** Of one end of a veth pair, the index of the other end, in whichever namespace that is; its own index otherwise. */
  readonly peerIndex: number;
  readonly mac: string;
}

/**
 * The interfaces of the network namespace that a sysfs was mounted in. One that goes while they are read is left out. No program
 * is run for it: this is asked for every container.
 *
 * @param sys Where the sysfs is mounted.
 */
export async function readInterfaces(sys: string): Promise<Interface[]> {
  const directory = join(sys, 'class/net');
  const found = await Promise.all(
    (await readdir(directory)).map(async (name) => {
      const read = async (file: string) => (await readFile(join(directory, name, file), 'utf8')).trim();
      return Promise.all([read('ifindex'), read('iflink'), read('address')]).then(
        ([index, link, mac]): Interface => ({ name, index: Number(index), peerIndex: Number(link), mac }),
        () => null,
      );
    }),
  );
  return found.filter((one) => one !== null);
}
