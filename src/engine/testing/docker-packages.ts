import { readFile, realpath } from 'node:fs/promises';
import { runOrThrow } from '../../process/index.js';
import { parseDockerdVersion } from '../find.js';
import type { PackagePlan } from '../../apt/testing/apt-repository.js';

/** Answers as Compose's plugin does (docker's cli, "Docker CLI Plugin"). */
const compose = `#!/bin/sh
case $1 in
docker-cli-plugin-metadata) echo '{"SchemaVersion":"0.1.0","Vendor":"a test","Version":"v2.0.0"}' ;;
*) echo 'Docker Compose version v2.0.0' ;;
esac
`;

/** Packs this machine's own engine as docker-ce's packages, so that it starts. */
export async function packMachineEngine(): Promise<{
  readonly version: string;
  readonly packages: readonly PackagePlan[];
}> {
  const version = parseDockerdVersion((await runOrThrow(['dockerd', '--version'])).stdout);
  const pack = async (name: string, depends: string, programs: readonly string[]): Promise<PackagePlan> => {
    const files: Record<string, Buffer> = {};
    for (const program of programs) files[`usr/bin/${program}`] = await readProgram(program);
    return { fields: { Package: name, Version: `5:${version}-1~test`, Depends: depends }, files };
  };
  const libraries = 'libc6, libdevmapper1.02.1, libseccomp2, libsystemd0';
  const packages = await Promise.all([
    pack('docker-ce', `containerd.io, docker-ce-cli, iptables, nftables, ${libraries}`, ['dockerd', 'docker-proxy']),
    pack('docker-ce-cli', 'libc6', ['docker']),
    pack('containerd.io', libraries, ['containerd', 'containerd-shim-runc-v2', 'runc']),
  ]);
  const plugin: PackagePlan = {
    fields: { Package: 'docker-compose-plugin', Version: '2.0.0-1~test' },
    files: { 'usr/libexec/docker/cli-plugins/docker-compose': compose },
  };
  return { version, packages: [...packages, plugin] };
}

async function readProgram(name: string): Promise<Buffer> {
  const { stdout } = await runOrThrow(['sh', '-c', `command -v ${name}`]);
  return readFile(await realpath(stdout.trim()));
}
