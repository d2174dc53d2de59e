import Type, { type TSchema } from 'typebox';
import { verdicts } from './verdict.js';

const draft = 'https://json-schema.org/draft/2020-12/schema';
const closed = { additionalProperties: false };

const object = <P extends Record<string, TSchema>>(description: string, properties: P) =>
  Type.Object(properties, { ...closed, description });
const array = <T extends TSchema>(description: string, items: T) => Type.Array(items, { description });
const text = (description: string) => Type.String({ description });
const matching = (pattern: string, description: string) => Type.String({ pattern, description });
const flag = (description: string) => Type.Boolean({ description });
const count = (description: string, minimum = 0) => Type.Integer({ minimum, description });
const milliseconds = (description: string) => Type.Number({ minimum: 0, description });
const textByName = (description: string) => Type.Record(Type.String(), Type.String(), { description });
const oneOf = <V extends string[]>(description: string, values: readonly [...V]) => Type.Enum(values, { description });
const orNull = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const time = (description: string) =>
  matching(String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`, `${description}, ISO 8601, UTC`);
/** A path below the record's directory. A record may come from anyone, so no path may leave it. */
const path = (description: string) =>
  orNull(
    matching(
      String.raw`^(?!/)(?!(.*/)?\.\.(/|$))[^\\\u0000]+$`,
      `${description}; a path relative to the record's directory`,
    ),
  );

const run = object('The run that left this record.', {
  id: matching('^[a-z0-9]+$', 'The run id, a nanoid of lower-case letters and digits'),
  started: time('Start'),
  finished: time('End'),
  milliseconds: milliseconds('Duration in ms'),
  docknet: text("docknet's version"),
  arguments: array('The arguments docknet was called with', Type.String()),
  workers: count('Labs that ran at once', 1),
  interrupted: flag('True if the run was stopped before its last check'),
  unfit: Type.Optional(
    text('Why no further check could be run on this machine; absent for a run that came to its end or was stopped'),
  ),
  sabotaged: flag('True for a run of docknet prove, in which every check ran under its sabotage'),
  shard: orNull(
    object('The part of the checks given with --shard; null for all of them.', {
      number: count('Which part, counted from 1', 1),
      of: count('Number of parts', 1),
    }),
  ),
  merged: array('Ids of the runs that docknet merge made this record from; empty for a single run', Type.String()),
});

const cell = object('The environment this record is from.', {
  engine: object('The Docker engine.', {
    kind: oneOf('Where it came from: a private start, the running daemon, or a directory', [
      'private',
      'host',
      'directory',
    ]),
    version: text('Engine version'),
    apiVersion: text('Docker API version'),
    containerd: text('containerd version'),
    runc: text('runc version'),
    path: text('Path of dockerd; the directory for an engine from a directory'),
    daemonConfig: textByName("The user's daemon.json, given with --daemon-config: JSON text by key; empty for none"),
    verified: text("How the engine's files were verified, in one sentence"),
  }),
  kernel: object('The kernel.', {
    release: text('uname -r'),
    version: text('uname -v'),
    origin: Type.Optional(
      text('The package it is from and how that was verified, in one sentence; absent for the kernel of this machine'),
    ),
  }),
  machine: Type.Optional(
    object('The virtual machine in which the labs ran; absent for labs on the machine itself.', {
      accelerator: oneOf('kvm: virtualized by the processor; tcg: emulated in software', ['kvm', 'tcg']),
      qemu: text("QEMU's version"),
      memoryMb: count('Its memory in MB', 1),
    }),
  ),
  architecture: text('Machine architecture'),
  system: text('Operating system'),
  cpu: object('The processor.', { model: text('Model name'), count: count('Processors online', 1) }),
  firewall: object('The packet filter.', {
    backend: oneOf("The engine's firewall backend", ['iptables', 'nftables']),
    program: oneOf("iptables' backend", ['nf_tables', 'legacy']),
    iptables: text('iptables version'),
    nft: text('nft version'),
  }),
  cgroup: text('cgroup mode'),
  sysctls: textByName('Kernel settings that affect networking, by name'),
});

const about = (description: string) => oneOf(description, ['behaviour', 'rules']);

const expectation = object('One expected line of a check against what was seen.', {
  expected: text('What was expected, in one sentence'),
  about: about('behaviour: about frames, answers or what a container finds; rules: about how the firewall is built'),
  guard: flag('True for a line about rules without which behaviour as expected proves nothing'),
  undocumented: flag("True for a line about a rule that is not documented for the engine's backend; it is not judged"),
  held: flag('True if it was seen'),
  missingChain: orNull(text('Table and chain that a line about rules needs and the firewall lacks: "filter DOCKER"')),
  seen: text('What was seen, in one sentence'),
  inconclusive: flag('True for a "never saw" with no other frame at its point, which proves nothing'),
  frames: array('Frames that settle it, as indices into the recording', count('Frame index')),
  rules: array(
    'Rules that settle it',
    object('A firewall rule.', {
      table: text('Table'),
      chain: text('Chain'),
      position: count('Position in the chain, counted from 1', 1),
      text: text('As iptables -S prints it: -A CHAIN …; a rule of nftables as nft does, without values of its counter'),
      packets: count('Packets counted during the traffic'),
    }),
  ),
});

const check = object('One check and its verdict.', {
  id: matching('^[a-z0-9-]+/[a-z0-9-]+$', 'The id, area/behaviour'),
  suite: orNull(text('Directory of --suites that the check is from; null for a shipped check')),
  title: text('Its title'),
  knownOnEveryEngine: flag('True for a check that is known to deviate on every engine'),
  about: about('What its claim is about'),
  claim: object('What a document says, in our words.', {
    document: text('Short name of the document, such as notes, dns-page or rn-28'),
    section: text('Its section'),
    text: text('What it says'),
  }),
  verdict: oneOf(
    'conforms: the claim held; deviates: it did not; known deviation: it did not, as the check expects of this ' +
      'engine; unexpected pass: it held where the check expects a deviation; not applicable: this engine or kernel ' +
      'has no such thing; inconclusive: nothing failed and nothing was proven; error: lab, recorder or check failed',
    verdicts,
  ),
  reason: text('Why, in one sentence; empty for "conforms"'),
  rulesFinding: orNull(
    oneOf(
      'Whether behaviour came about by the rules documented for the engine and its backend; null if no line is about ' +
        'rules, for a claim about rules, and for a check that was not judged',
      ['as documented', 'otherwise', 'none documented'],
    ),
  ),
  expectations: array('What the claim expects, line by line', expectation),
  leftovers: Type.Optional(
    array(
      'What was otherwise after the check and the removal of its fixture than before; absent if it was not compared',
      object('A thing that the check left, or that it took away.', {
        kind: oneOf('What it is', [
          'rule',
          'interface',
          'address',
          'route',
          'kernel setting',
          'listener',
          'conntrack entry',
          'network',
          'file',
          'mount',
        ]),
        change: oneOf('left: it was not there before; gone: it is not there any more', ['left', 'gone']),
        by: oneOf('Who left it: the engine or docknet, that is the check', ['engine', 'docknet']),
        text: text('The thing, as one line: iptables -t nat -A POSTROUTING …'),
      }),
    ),
  ),
  instead: array('What a known deviation expects in place of the claim; empty if there is none', expectation),
  steps: array(
    'What was done, in order',
    object('A command or an action on the lab, with its result.', {
      phase: oneOf('The part of the check it belongs to', ['given', 'sabotage', 'when']),
      place: text('Where it ran: host, web, server'),
      command: text('As a person would type it there'),
      output: text('What it printed'),
      status: orNull(Type.Integer({ description: 'Exit status; null if there was no process or a signal ended it' })),
      milliseconds: milliseconds('Duration in ms'),
    }),
  ),
  points: array(
    'Where frames were recorded',
    object('An interface at which frames were recorded.', {
      name: text('As a reader knows it: web.eth0, docker0, host.uplink'),
      interface: text("The interface's name in its namespace"),
      region: oneOf('Where it is along the path from a container outward', ['container', 'host', 'lan']),
      order: Type.Number({ description: 'Orders the points of one region; lower is nearer to a container' }),
      frames: count('Frames recorded'),
      dropped: count('Frames lost'),
    }),
  ),
  sabotage: orNull(text('What the sabotage did; null in a plain run')),
  milliseconds: milliseconds('Duration in ms'),
  evidence: object('Files beside the record; null for a missing one.', {
    recording: path('pcapng of every frame at every point'),
    firewallBefore: path('iptables-save -c before the traffic'),
    firewallAfter: path('iptables-save -c after the traffic'),
    nftBefore: path(
      "nftables' own tables before the traffic: nft -j list ruleset, with each rule's text; null for none",
    ),
    nftAfter: path("nftables' own tables after the traffic"),
    topology: path('Places, addresses and what the traffic returned: what judging needs beside recording and firewall'),
    engineLog: path("The engine's log during the check"),
    trace: path('The kernel’s trace of the rules that handled packets, and nft listings with rule handles'),
  }),
});

/** The schema of `record.json`, published as JSON Schema 2020-12. */
export const recordSchema = Type.Object(
  {
    schema: Type.Literal('docknet-record/3', { description: 'The version of this schema' }),
    run,
    cell,
    checks: array('The checks, in the order in which they are listed', check),
  },
  {
    ...closed,
    $schema: draft,
    $id: 'urn:docknet:record:3',
    title: 'docknet record',
    description: 'What a run of docknet leaves behind.',
  },
);

/** The schema of `matrix.json`, published as JSON Schema 2020-12. */
export const matrixSchema = Type.Object(
  {
    schema: Type.Literal('docknet-matrix/3', { description: 'The version of this schema' }),
    run,
    cells: array(
      'One run for each engine, in the order in which the engines were given',
      object("One engine's run, which has a record of its own.", {
        name: text('The engine as it was given: debian:trixie; no two cells have the same name'),
        directory: path("Directory of the cell's record"),
        run: orNull(matching('^[a-z0-9]+$', 'The id of its run; null if it has no record')),
        error: orNull(text('Why it has no record, or did not finish; null otherwise')),
        explains: Type.Optional(
          flag('True for a cell of --explain, which ran only checks that differ between the others; else absent'),
        ),
      }),
    ),
    warnings: array('What affects the matrix as a whole, such as a missing part', Type.String()),
  },
  {
    ...closed,
    $schema: draft,
    $id: 'urn:docknet:matrix:3',
    title: 'docknet matrix',
    description: 'What a run of docknet on several engines leaves behind, beside a record for each of them.',
  },
);
