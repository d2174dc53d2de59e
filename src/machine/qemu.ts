import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { quote, runCommand } from '../process/index.js';
import { portName } from './channel.js';
import { MachineError } from './error.js';
import { machineTag, shareTag } from './initramfs.js';

/** How QEMU runs a guest: with the processor's virtualization, or by translating every instruction. */
export type Accelerator = 'kvm' | 'tcg';

export interface QemuOptions {
  readonly accelerator: Accelerator;
  readonly image: string;
  /** Further parameters of the kernel. */
  readonly parameters: readonly string[];
  /** Shell commands that change what the guest sees of this machine's files. */
  readonly prepare: readonly string[];
  readonly cpus: number;
  readonly memoryMb: number;
  /** An existing directory of this machine for sockets and mounts; ends with the guest's namespaces. */
  readonly directory: string;
  /** Directories that the guest may write to. */
  readonly shares: readonly string[];
}

const qemu = 'qemu-system-x86_64';

const daemons = ['/usr/lib/qemu/virtiofsd', '/usr/libexec/virtiofsd', '/usr/bin/virtiofsd', '/usr/lib/virtiofsd'];

/** Finds the programs of virtual machines. @throws MachineError with the missing package. */
export async function findQemu(): Promise<{ readonly virtiofsd: string; readonly version: string }> {
  const { status, stdout } = await runCommand([qemu, '--version']);
  if (status !== 0)
    throw new MachineError(
      `${qemu} is not installed; it boots other kernels. ` +
        'Install it: sudo apt-get install --no-install-recommends qemu-system-x86',
    );
  const exists = (path: string) =>
    access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
  for (const virtiofsd of daemons)
    if (await exists(virtiofsd)) return { virtiofsd, version: /version ([\d.]+)/.exec(stdout)?.[1] ?? 'unknown' };
  throw new MachineError(
    'virtiofsd is not installed; it shows this machine’s files to a guest. ' +
      'Install it: sudo apt-get install --no-install-recommends virtiofsd ' +
      '(Debian 12, Ubuntu 22.04: qemu-system-common)',
  );
}

/** Returns why this machine has no KVM; null if it may have it. */
export const findNoKvm = (): Promise<string | null> =>
  access('/dev/kvm', constants.R_OK | constants.W_OK).then(
    () => null,
    (cause: unknown) => `this machine has no usable /dev/kvm (${(cause as NodeJS.ErrnoException).code ?? ''})`,
  );

/** Where the guest's port ends on this machine: docknet listens there. */
export const portSocket = (directory: string): string => join(directory, 'port.sock');

/** Where the guest's initramfs is. */
export const initramfsFile = (directory: string): string => join(directory, 'initramfs');

/**
 * QEMU's processors: the machine's own, or one that costs little to translate (x86-64-v2). KVM in a virtual machine may
 * list the register IA32_ARCH_CAPABILITIES and refuse a write to it, which ends QEMU ("failed to set MSR 0x10a"; seen
 * in CI, and by others on GitHub’s runners). Without the feature QEMU writes 0, which KVM takes.
 */
const processors: Readonly<Record<Accelerator, string>> = { kvm: 'host,arch-capabilities=off', tcg: 'Nehalem' };

/**
 * Options of the kernel. Without page-table isolation a system call does not flush the emulated TLB; an emulated
 * processor has none of the faults that it guards against, and the guest runs nothing but docknet's own programs. With
 * KVM the guest cannot see which faults its processor has, and would guard against all. Without address randomization
 * QEMU finds the code of a program translated when it starts again; with it a small program takes three times as long.
 */
const kernelOptions: Readonly<Record<Accelerator, readonly string[]>> = {
  kvm: ['mitigations=off'],
  tcg: ['mitigations=off', 'norandmaps'],
};

/**
 * Writes the script of a machine's processes, for a new mount and pid namespace: it shows this machine's file system to
 * the guest, read-only whatever the guest does, and becomes QEMU. They all end with QEMU.
 */
export function writeMachineScript(options: QemuOptions, virtiofsd: string): string {
  const { directory, shares, prepare } = options;
  const view = join(directory, 'root');
  const log = quote(join(directory, 'virtiofsd.log'));
  // A guest whose files are gone waits for them for ever, so QEMU (process 1 here) ends with virtiofsd.
  const serve = (source: string, n: number, cache: string) =>
    `{ ${virtiofsd} --socket-path=${quote(socketOf(directory, n))} -o source=${quote(source)} -o cache=${cache} ` +
    `-o sandbox=chroot --thread-pool-size=0 >/dev/null 2>>${log} || :; ` +
    `echo "virtiofsd ended: $(tail -n 3 ${log})"; kill 1; } &`;
  const sockets = [0, ...shares.map((_, n) => n + 1)].map((n) => quote(socketOf(directory, n)));
  return [
    'set -e',
    'mount --make-rprivate /',
    ...prepare,
    `mkdir -p ${quote(view)}`,
    `mount --rbind / ${quote(view)}`,
    // What cannot be made read-only is not shown.
    'while read -r _ _ _ _ at _; do',
    `  case $at in ${quote(view)}|${quote(view)}/*)`,
    '    at=$(printf %b "$at"); mount -o remount,bind,ro "$at" 2>/dev/null || umount -l "$at" ;;',
    '  esac',
    'done < /proc/self/mountinfo',
    serve(view, 0, 'always'),
    ...shares.map((share, n) => serve(share, n + 1, 'auto')),
    `for socket in ${sockets.join(' ')}; do`,
    '  while [ ! -S "$socket" ]; do kill -0 $! || exit 1; sleep 0.05; done',
    'done',
    `exec ${qemuCommand(options).map(quote).join(' ')}`,
  ].join('\n');
}

function qemuCommand(options: QemuOptions): string[] {
  const { accelerator, image, parameters, cpus, memoryMb, directory, shares } = options;
  const tags = [machineTag, ...shares.map((_, n) => shareTag(n))];
  // The last word tells a guest from a machine, to whoever reads /proc/cmdline.
  const own = ['console=ttyS0 panic=-1 loglevel=4', ...kernelOptions[accelerator]];
  const kernelLine = [...own, ...parameters, 'docknet.guest=1'].join(' ');
  return [
    qemu,
    ...['-machine', 'q35', '-nodefaults', '-display', 'none', '-no-reboot', '-no-user-config'],
    ...['-accel', accelerator === 'tcg' ? 'tcg,thread=multi' : 'kvm', '-cpu', processors[accelerator]],
    ...['-smp', String(cpus), '-m', `${memoryMb}M`],
    // virtiofsd reads and writes the guest's memory.
    ...['-object', `memory-backend-memfd,id=memory,size=${memoryMb}M,share=on`, '-numa', 'node,memdev=memory'],
    ...['-kernel', image, '-initrd', initramfsFile(directory), '-append', kernelLine],
    ...['-serial', 'stdio'],
    ...['-device', 'virtio-serial-pci', '-chardev', `socket,id=port,path=${portSocket(directory)}`],
    ...['-device', `virtserialport,chardev=port,name=${portName}`],
    ...tags.flatMap((tag, n) => [
      ...['-chardev', `socket,id=fs${n},path=${socketOf(directory, n)}`],
      ...['-device', `vhost-user-fs-pci,chardev=fs${n},tag=${tag},queue-size=1024`],
    ]),
  ];
}

const socketOf = (directory: string, n: number): string => join(directory, `files-${n}.sock`);
