import type { Given, Spec } from '../check/index.js';

/** A type of a property: its description, and a test. */
type Type = readonly [expected: string, accepts: (value: unknown) => boolean];

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

const text: Type = ['a string', isText];
const textOrNull: Type = ['a string or null', (value) => value === null || isText(value)];
const flag: Type = ['true or false', (value) => typeof value === 'boolean'];
const list: Type = ['a list of strings', isTexts];
const texts: Type = ['an object of strings', (value) => isObject(value) && Object.values(value).every(isText)];
const settings: Type = [
  'an object of strings, numbers and booleans',
  (value) => isObject(value) && Object.values(value).every(isScalar),
];
const daemonSettings: Type = ['an object', isObject];
const addressing: Type = [
  'an object of subnet, range, gateway, ipv6, ipv4, and a list of reserved addresses',
  (value) =>
    isObject(value) &&
    Object.values(value).every(
      (each) => isText(each) || typeof each === 'boolean' || Array.isArray(each) || isObject(each),
    ),
];
const numberOrNull = (what: string, most: number): Type => [
  `${what} (1 to ${most}) or null`,
  (value) => value === null || (Number.isInteger(value) && Number(value) > 0 && Number(value) <= most),
];
const port = numberOrNull('a port', 65_535);
const ports: Type = [
  'a list of ports (1 to 65535)',
  (value) => Array.isArray(value) && value.every((one) => one !== null && port[1](one)),
];
const lan: Type = ["'first' or 'second'", (value) => value === 'first' || value === 'second'];
const vlan = numberOrNull('a VLAN', 255);
const vni = numberOrNull('a VXLAN network identifier', 16_777_215);
const run: Type = ['a function', (value) => typeof value === 'function'];

/** The properties of what `given` may hold, by kind. */
const specTypes: {
  readonly [K in Spec['kind']]: Readonly<Record<Exclude<keyof Extract<Spec, { kind: K }>, 'kind'>, Type>>;
} = {
  bridge: { options: texts, internal: flag, addressing },
  compose: { project: textOrNull },
  container: {
    on: text,
    runsOn: textOrNull,
    alsoOn: list,
    aliases: list,
    service: textOrNull,
    pidNamespaceOf: textOrNull,
    publish: list,
    publishAll: flag,
    serve: port,
    alsoServe: ports,
    serveUdp: port,
    reuseAddress: flag,
    captureLo: flag,
    restartAlways: flag,
    started: flag,
    ip: textOrNull,
    ip6: textOrNull,
    mac: textOrNull,
    hostname: textOrNull,
    links: list,
    expose: list,
    stopSignal: textOrNull,
    driverOptions: texts,
    sysctls: texts,
    dns: list,
    dnsOptions: list,
    dnsSearch: list,
    extraHosts: list,
    resolves: texts,
  },
  'lan-host': { lan, resolves: texts, vlan, ipv6: flag },
  overlay: { encrypted: flag, attachable: flag, subnet: textOrNull, vni },
  'docker-host': {},
  'parent-network': {
    driver: ["'macvlan' or 'ipvlan'", (value) => value === 'macvlan' || value === 'ipvlan'],
    mode: textOrNull,
    vlan,
    subnets: ['a list of strings or null', (value) => value === null || isTexts(value)],
    gateway: ['a string, a list of strings or null', (value) => value === null || isText(value) || isTexts(value)],
    internal: flag,
    parent: flag,
  },
  netns: { on: text, serve: port },
  'linux-bridge': { on: text },
  router: { forwarding: flag, ipv6: flag },
  engine: { settings: daemonSettings, sysctls: settings, missingTables: list },
  'host-dns': { nameServers: list, search: list, options: list, resolves: texts },
  kernel: { without: list, boot: list },
  firewalld: {},
  'newer-engines': {},
};

const checkTypes: Readonly<Record<string, Type>> = {
  id: text,
  title: text,
  claim: [
    'made by documented()',
    (value) => isObject(value) && ['document', 'section', 'text'].every((k) => isText(value[k])),
  ],
  given: ['an object', isObject],
  when: run,
  expect: run,
  sabotage: [
    'a function or withGiven(…)',
    (value) => typeof value === 'function' || (isObject(value) && isObject(value['given'])),
  ],
};

/** Returns what keeps a module's default export from being a check, in a sentence; null if it is one. */
export function findShapeProblem(check: unknown): string | null {
  if (!isObject(check)) return 'it is no check: its default export must be conformance({ … }).';
  const wrong = firstWrong(check, checkTypes);
  if (wrong !== null) return `it is no check: ${wrong}.`;
  const { given, sabotage } = check;
  return (
    findGivenProblem('given', given) ?? (isObject(sabotage) ? findGivenProblem('sabotage', sabotage['given']) : null)
  );
}

function findGivenProblem(path: string, given: unknown): string | null {
  for (const [key, spec] of Object.entries(given as Readonly<Record<string, unknown>>)) {
    const at = `${path}.${key}`;
    const types = isObject(spec) && isText(spec['kind']) ? specTypes[spec['kind'] as Spec['kind']] : undefined;
    if (!isObject(spec) || types === undefined)
      return `${at} must be made by bridge(), container(), lanHost() or another word of docknet's, not ${shown(spec)}.`;
    const wrong = firstWrong(spec, types) ?? firstUnknown(spec, types);
    if (wrong !== null) return `${at}: ${wrong}.`;
  }
  return path === 'given' ? findReferenceProblem(given as Given) : null;
}

function firstWrong(object: Readonly<Record<string, unknown>>, types: Readonly<Record<string, Type>>): string | null {
  const wrong = Object.entries(types).find(([name, [, accepts]]) => !accepts(object[name]));
  return wrong === undefined ? null : `${wrong[0]} must be ${wrong[1][0]}, not ${shown(object[wrong[0]])}`;
}

function firstUnknown(spec: Readonly<Record<string, unknown>>, types: Readonly<Record<string, Type>>): string | null {
  const unknown = Object.keys(spec).find((name) => name !== 'kind' && !(name in types));
  return unknown === undefined
    ? null
    : `there is no option ${unknown}; the options are ${Object.keys(types).join(', ')}`;
}

/** Checks that every container is on a network that exists. */
function findReferenceProblem(given: Given): string | null {
  const keysOf = (...kinds: readonly Spec['kind'][]) =>
    Object.entries(given).flatMap(([key, { kind }]) => (kinds.includes(kind) ? [key] : []));
  const networks = ['bridge', 'host', 'none', ...keysOf('bridge', 'compose', 'parent-network', 'overlay')];
  const containers = keysOf('container');
  for (const [key, spec] of Object.entries(given)) {
    if (spec.kind !== 'container') continue;
    const missing = [spec.on, ...spec.alsoOn].find((on) =>
      on.startsWith('container:') ? !containers.includes(on.slice('container:'.length)) : !networks.includes(on),
    );
    if (missing !== undefined)
      return `given.${key} is on "${missing}", which is not given; the networks are ${networks.join(', ')}.`;
  }
  return null;
}

const shown = (value: unknown): string =>
  typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? 'undefined');
