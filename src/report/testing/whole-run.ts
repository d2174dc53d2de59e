import type { CheckRecord } from '../../record/index.js';
import { outlines } from '../documents/outlines.js';
import type { ReportInput } from '../types.js';
import { checkRecord, line } from './record-builder.js';
import { sampleRun } from './sample-run.js';

/** Areas in the order of the register. */
const areas = [
  'namespace',
  'bridge',
  'user-bridge',
  'dns',
  'host',
  'none',
  'shared',
  'nat',
  'publish',
  'isolation',
  'docker-user',
  'firewall',
  'kernel',
];

/** What the register says is contradicted on Debian's engine. */
const contradicted = [
  'bridge/hosts-inherited',
  'dns/address-127-0-0-1',
  'host/masquerade-on-loopback',
  'publish/localhost-by-dnat',
  'isolation/stages-idle-by-default',
  'docker-user/called-from-docker',
  'docker-user/chain-order-diagram',
  'docker-user/nat-output-for-egress',
  'docker-user/appended-drop',
  'docker-user/sample-cuts-egress',
];

/** A run of every behaviour that the outlines name, some 110 of them: the sample run's checks, and the rest in their places. */
export function wholeRun(): ReportInput {
  const sample = sampleRun();
  const checks = new Map(
    sample.record.checks
      .filter((check) => check.points.length > 0 || check.verdict !== 'conforms')
      .map((check) => [check.id, check]),
  );
  for (const { name, sections } of outlines) {
    for (const { heading, order } of sections) {
      for (const id of order) if (!checks.has(id)) checks.set(id, registered(id, { document: name, section: heading }));
    }
  }
  const place = ({ id }: CheckRecord): number => areas.indexOf(id.split('/')[0] ?? '');
  return {
    ...sample,
    record: { ...sample.record, checks: [...checks.values()].sort((one, other) => place(one) - place(other)) },
  };
}

function registered(id: string, where: { readonly document: string; readonly section: string }): CheckRecord {
  const behaviour = id.split('/')[1]?.replaceAll('-', ' ') ?? id;
  const claim = {
    ...where,
    text: `As this section has it: ${behaviour}, for containers on the default bridge and on every bridge that a user makes.`,
  };
  if (!contradicted.includes(id)) return checkRecord(id, `${behaviour}, seen at every point on the way`, { claim });
  return checkRecord(id, `${behaviour}, seen at every point on the way`, {
    claim,
    verdict: 'known deviation',
    reason: `on this engine it is otherwise: ${behaviour} is what the document says and not what the wire shows`,
    expectations: [line(`docker0 saw ${behaviour}`, 'nothing of the kind among 14 frames', { held: false })],
    instead: [line('docker0 saw the packet as it was sent', '1 of them')],
  });
}
