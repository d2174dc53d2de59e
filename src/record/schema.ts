import {
  array,
  count,
  flag,
  matching,
  milliseconds,
  named,
  object,
  oneOf,
  orNull,
  path,
  text,
  time,
} from './schema-words.js';
import { verdicts, type RunRecord } from './types.js';

const defined = <const N extends string>(name: N) => ({ $ref: `#/$defs/${name}` }) as const;

export const definitions = {
  run: object('The run that left this record.', {
    id: matching('^[a-z0-9]+$', 'The run id, a nanoid of lower-case letters and digits'),
    started: time('When it began'),
    finished: time('When it ended'),
    milliseconds: milliseconds('How long it took'),
    docknet: text("docknet's own version"),
    arguments: array('The arguments docknet was called with', { type: 'string' }),
    workers: count('Labs that ran at once', 1),
    interrupted: flag('True where the run was stopped before its last check'),
    sabotaged: flag('True for a run of docknet prove, in which every check ran under its sabotage'),
    shard: orNull(defined('shard')),
    merged: array('Ids of the runs that docknet merge made this record from; none for a run of its own', {
      type: 'string',
    }),
  }),
  shard: object('The part of the checks that a run was given.', {
    number: count('Which part, counted from 1', 1),
    of: count('How many parts there are', 1),
  }),
  cell: object('The environment this record is from.', {
    engine: object('The Docker engine.', {
      kind: oneOf(
        'Where it came from: started privately, the running daemon, or a directory',
        'private',
        'host',
        'directory',
      ),
      version: text('Engine version'),
      apiVersion: text('Docker API version'),
      containerd: text('containerd version'),
      runc: text('runc version'),
      path: text('Where dockerd was found; the directory for an engine from a directory'),
      settings: named('Settings of the daemon that matter'),
    }),
    kernel: object('The kernel.', { release: text('uname -r'), version: text('uname -v') }),
    architecture: text('Machine architecture'),
    system: text('Operating system'),
    cpu: object('The processor.', { model: text('Model name'), count: count('Processors online', 1) }),
    firewall: object('The packet filter.', {
      backend: oneOf("iptables' backend", 'nf_tables', 'legacy'),
      iptables: text('iptables version'),
      nft: text('nft version'),
    }),
    cgroup: text('cgroup mode'),
    sysctls: named('Kernel settings that matter, by name'),
  }),
  claim: object('What a document says, in our words.', {
    document: text('Short name of the document: notes, iptables, tour, publish or moby'),
    section: text('Its section'),
    text: text('What it says'),
  }),
  rule: object('A firewall rule.', {
    table: text('Table'),
    chain: text('Chain'),
    position: count('Position in the chain, counted from 1', 1),
    text: text('As iptables -S prints it'),
    packets: count('Packets counted during the traffic'),
  }),
  expectation: object('One line of an expectation: expected against seen.', {
    expected: text('What was expected, in one sentence'),
    held: flag('True where it was seen'),
    seen: text('What was seen, in one sentence'),
    inconclusive: flag('True where nothing proves that the point was live: it settles nothing'),
    frames: array('Frames that settle it, as indices into the recording', count('Frame index')),
    rules: array('Rules that settle it', defined('rule')),
  }),
  step: object('A command or an action on the lab, with what came of it.', {
    phase: oneOf('The part of the check it belongs to', 'given', 'sabotage', 'when'),
    place: text('The place it happened at'),
    command: text('As a person would type it there'),
    output: text('What it printed'),
    status: orNull({
      type: 'integer',
      description: 'Exit status; null where there was no process or a signal ended it',
    }),
    milliseconds: milliseconds('How long it took'),
  }),
  point: object('An interface at which frames were recorded.', {
    name: text('As a reader knows it: web.eth0, docker0, host.uplink'),
    interface: text("The interface's name in its namespace"),
    region: oneOf('Where it is along the path from a container outward', 'container', 'host', 'lan'),
    order: { type: 'number', description: 'Orders the points of one region; lower is nearer to a container' },
    frames: count('Frames recorded'),
    dropped: count('Frames lost'),
  }),
  evidence: object('Files beside the record.', {
    recording: path('pcapng of every frame at every point'),
    firewallBefore: path('iptables-save -c before the traffic'),
    firewallAfter: path('iptables-save -c after the traffic'),
    scene: path('Places, addresses and what the traffic returned'),
    engineLog: path("The engine's log during the check"),
    trace: path('Which rules the kernel said handled which packets, with the rules’ handles'),
  }),
  check: object('One check and its verdict.', {
    id: matching('^[a-z0-9-]+/[a-z0-9-]+$', 'The id, area/behaviour'),
    suite: orNull(text('Directory of --suites that it is from; null for one of docknet’s own')),
    title: text('Its title'),
    claim: defined('claim'),
    verdict: oneOf(
      'conforms: the claim held; deviates: it did not; known deviation: it did not, as the check expects of this engine; unexpected pass: it held where the check expects a deviation; not applicable: this engine or kernel has no such thing; inconclusive: nothing failed and nothing was proven; error: lab, recorder or check failed',
      ...verdicts,
    ),
    reason: text('Why, in one sentence; empty for "conforms"'),
    expectations: array('What the claim expects, line by line', defined('expectation')),
    instead: array('What a known deviation expects in its place; empty where there is none', defined('expectation')),
    steps: array('What was done, in order', defined('step')),
    points: array('Where frames were recorded', defined('point')),
    sabotage: orNull(text('What the sabotage did; null in a plain run')),
    milliseconds: milliseconds('How long it took'),
    evidence: defined('evidence'),
  }),
} as const;

/** The published schema of `record.json`, JSON Schema 2020-12. */
export const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:docknet:record:2',
  title: 'docknet record',
  ...object('What a run of docknet leaves behind.', {
    schema: { const: 'docknet-record/2', description: 'The version of this schema' },
    run: defined('run'),
    cell: defined('cell'),
    checks: array('The checks, in the order in which they are listed', defined('check')),
  }),
  $defs: definitions,
} as const;

/** The type that a part of the schema describes. */
export type Described<S> = S extends { readonly $ref: `#/$defs/${infer N extends keyof typeof definitions}` }
  ? Described<(typeof definitions)[N]>
  : S extends { readonly const: infer C }
    ? C
    : S extends { readonly enum: readonly (infer V)[] }
      ? V
      : S extends { readonly anyOf: readonly (infer O)[] }
        ? Described<O>
        : S extends { readonly type: 'array'; readonly items: infer I }
          ? readonly Described<I>[]
          : S extends { readonly properties: infer P }
            ? { readonly [K in keyof P]: Described<P[K]> }
            : S extends { readonly type: 'object' }
              ? Readonly<Record<string, string>>
              : S extends { readonly type: 'string' }
                ? string
                : S extends { readonly type: 'integer' | 'number' }
                  ? number
                  : S extends { readonly type: 'boolean' }
                    ? boolean
                    : S extends { readonly type: 'null' }
                      ? null
                      : never;

export type Same<A, B> = [A, B] extends [B, A] ? true : false;
export type Holds<T extends true> = T;

/** Fails to compile where the schema and RunRecord come apart. */
export type SchemaDescribesRunRecord = Holds<Same<Described<typeof schema>, RunRecord>>;
