import { LabError } from './error.js';
import { Lab } from './lab.js';

/**
 * Returns a lab as seen from its second docker host: its engine, its network, its containers. Do not close it: it ends
 * with the lab.
 *
 * @throws LabError if there is no second docker host.
 */
export function seenFromSecondHost({ name, parts }: Lab): Lab {
  const { secondHost } = parts;
  if (secondHost === null) throw new LabError(`the lab ${name} has no second docker host`);
  const { engine, daemon, prefix, namespace, sys } = secondHost;
  return new Lab(
    {
      ...parts,
      engine,
      launch: null,
      hostPrefix: prefix,
      hostNamespace: namespace,
      hostSys: sys,
      shells: null,
      secondHost: null,
    },
    daemon,
  );
}
