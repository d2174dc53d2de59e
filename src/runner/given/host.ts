import { readFile } from 'node:fs/promises';
import { LabError, type Lab, type LanPlan } from '../../lab/index.js';
import type { HostTopology } from '../../check/topology.js';

/** What a check's `then` will know of the docker host. @param second The second LAN where the check has hosts there, else null. */
export async function hostTopology(lab: Lab, second: LanPlan | null): Promise<HostTopology> {
  const [lan] = lab.parts.lans;
  const [mac, networks] = await Promise.all([uplinkMac(lab, lan), lab.engine.networks()]);
  // An engine may be told to have no default bridge (daemon.json, "bridge": "none"); docker0 is then without address and interface.
  const network = networks.find((n) => n.name === 'bridge');
  return {
    address: lan.address,
    secondaryAddress: lan.secondAddress,
    uplink: lan.uplink,
    mac,
    secondLan: second === null ? null : { address: second.address, uplink: second.uplink },
    docker0: {
      kind: 'network',
      key: 'bridge',
      name: 'bridge',
      id: network?.id ?? '',
      subnet: network?.subnet ?? '',
      bridge: network?.bridge ?? '',
      gateway: network === undefined ? '' : await addressOf(lab, network.id, network.bridge ?? ''),
    },
  };
}

async function uplinkMac(lab: Lab, lan: LanPlan): Promise<string> {
  return (
    await readFile(`${lab.parts.hostSys}/class/net/${lan.uplink}/address`, 'utf8').catch((cause: unknown) => {
      throw new LabError(`the docker host of ${lab.name} has no interface ${lan.uplink}`, { cause });
    })
  ).trim();
}

/** Addresses of default bridges by the ids of their networks: an engine that starts makes another network, with another id. */
const addresses = new Map<string, string>();

/** The default bridge's own address. A freshly started 20.10 names no gateway for it, so the interface is asked, once. */
async function addressOf(lab: Lab, id: string, bridge: string): Promise<string> {
  const known = addresses.get(id);
  if (known !== undefined) return known;
  const address =
    /inet ([\d.]+)/.exec(
      (await lab.run(lab.hostNetworkPrefix, ['ip', '-4', 'address', 'show', 'dev', bridge])).stdout,
    )?.[1] ?? '';
  addresses.set(id, address);
  return address;
}
