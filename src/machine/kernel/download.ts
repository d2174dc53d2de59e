import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { distributions, explain, runApt, writeAptSettings, type Base } from '../../apt/index.js';
import { MachineError } from '../error.js';

/** A kernel's downloaded packages. */
export interface KernelPackages {
  /** The kernel's package: "linux-image-6.12.48+deb13-cloud-amd64 6.12.48-1". */
  readonly title: string;
  readonly architecture: string;
  /** Paths of the downloaded packages. */
  readonly files: readonly string[];
}

export interface DownloadOptions {
  /** An existing directory, for apt's lists and the packages. The caller removes it. */
  readonly directory: string;
  readonly mirror: string;
  readonly source: Base;
  readonly onProgress: (step: string) => void;
  readonly signal: AbortSignal;
}

/** Where a distribution's kernels are: its small one for virtual machines, and the suites that have updates of it. */
const layouts: Readonly<
  Record<Base['distribution'], { meta: (architecture: string) => string; updates: readonly string[] }>
> = {
  debian: { meta: (architecture) => `linux-image-cloud-${architecture}`, updates: [] },
  ubuntu: { meta: () => 'linux-image-virtual', updates: ['-updates'] },
};

/**
 * Downloads the newest kernel of a suite, with an apt that knows this suite and its distribution's keys alone.
 *
 * @throws AptError if it cannot be fetched or verified, MachineError if the suite has none.
 */
export async function downloadKernel(options: DownloadOptions): Promise<KernelPackages> {
  const { directory, mirror, source, onProgress, signal } = options;
  const { suite } = source;
  const architecture = (await runApt(['dpkg', '--print-architecture'], signal)).trim();
  const { keyring, components } = distributions[source.distribution];
  const layout = layouts[source.distribution];
  const lines = ['', ...layout.updates].map(
    (pocket) => `deb [arch=${architecture} signed-by=${keyring}] ${mirror} ${suite}${pocket} ${components}`,
  );
  const settings = await writeAptSettings(directory, lines.join('\n'));
  // Debian signs a coming release for a week at a time, and a mirror may be older. Signatures are still checked.
  const apt = ['-c', settings, '-o', 'Acquire::Check-Valid-Until=false', '--quiet'];
  onProgress(`reading ${mirror} ${suite}`);
  await runApt(['apt-get', ...apt, 'update'], signal).catch(
    explain(`apt could not read and verify ${mirror} ${suite}`),
  );
  const show = (name: string) =>
    runApt(['apt-cache', ...apt, 'show', '--no-all-versions', name], signal).catch(
      explain(`${mirror} ${suite} has no ${name}`),
    );
  const meta = layout.meta(architecture);
  const [image] = parseDependencies(await show(meta)).filter(({ name }) => name.startsWith('linux-image-'));
  if (image === undefined) throw new MachineError(`${meta} of ${mirror} ${suite} names no kernel package.`);
  const parts = parseDependencies(await show(image.name)).filter(({ name }) => !name.startsWith('linux-image-'));
  const title = `${image.name} ${image.version}`;
  onProgress(`downloading ${title}`);
  const downloads = join(directory, 'downloads');
  await mkdir(downloads);
  const wanted = [image, ...parts].map(({ name, version }) => `${name}=${version}`);
  await runApt(['env', '--chdir', downloads, 'apt-get', ...apt, 'download', ...wanted], signal).catch(
    explain(`${title} could not be downloaded from ${mirror}`),
  );
  const files = (await readdir(downloads)).map((name) => join(downloads, name));
  return { title, architecture, files };
}

/**
 * Reads the packages of a kernel that a package depends on, from `apt-cache show`: the kernel itself, and its parts,
 * which have its release in their names: linux-modules in Ubuntu, linux-binary, linux-modules and linux-base in Debian
 * from Linux 7 on.
 */
export function parseDependencies(text: string): { readonly name: string; readonly version: string }[] {
  const [, own = ''] = /^Version: (\S+)$/m.exec(text) ?? [];
  const [, depends = ''] = /^Depends: (.*)$/m.exec(text) ?? [];
  return depends.split(/,\s*/).flatMap((dependency) => {
    const [, name, version] =
      /^(linux-(?:image|binary|modules|base)-\d[^\s|]*)(?: \(= ([^)]+)\))?$/.exec(dependency) ?? [];
    return name === undefined ? [] : [{ name, version: version ?? own }];
  });
}
