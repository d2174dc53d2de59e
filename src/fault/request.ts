import type { EngineRequest, Fault, JsonObject } from './types.js';

/* Parts of a request that an engine ignores: its answer is that of success. */

type Change = (request: EngineRequest) => EngineRequest | 'ignored';
/** A change of a request's body. */
type BodyChange = (request: EngineRequest) => EngineRequest;

const request = (name: string, what: string, areas: readonly string[], change: Change): Fault => ({
  id: `request/${name}`,
  what,
  areas,
  mistake: { kind: 'request', change },
});

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Changes the value at a path of keys, "*" for each; a value without such a path stays. */
function changeAt(value: unknown, path: readonly string[], change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (!isObject(value)) return value;
  const keys = key === '*' ? Object.keys(value) : key in value ? [key] : [];
  const changed = keys.map((name) => [name, changeAt(value[name], rest, change)] as const);
  return { ...value, ...Object.fromEntries(changed) };
}

/** Returns a change of a value in the bodies of requests whose path has this ending. */
const changeBody =
  (ending: string, path: string, change: (value: unknown) => unknown): BodyChange =>
  (asked) =>
    asked.path.endsWith(ending)
      ? { ...asked, body: changeAt(asked.body, path.split(' '), change) as JsonObject | null }
      : asked;

const changeContainer = (path: string, change: (value: unknown) => unknown): BodyChange =>
  changeBody('/containers/create', path, change);
const changeNetwork = (path: string, change: (value: unknown) => unknown): BodyChange =>
  changeBody('/networks/create', path, change);

const drop = () => undefined;
const dropFromContainer = (path: string): BodyChange => changeContainer(path, drop);
const dropFromNetwork = (path: string): BodyChange => changeNetwork(path, drop);
const dropOption = (name: string): BodyChange => dropFromNetwork(`Options com.docker.network.${name}`);
const combine =
  (...changes: readonly BodyChange[]): BodyChange =>
  (asked) =>
    changes.reduce((request, change) => change(request), asked);
/** Returns a change that drops a setting of a container's endpoint, at its creation and when it is connected. */
const dropFromEndpoint = (name: string): BodyChange =>
  combine(
    dropFromContainer(`NetworkingConfig EndpointsConfig * ${name}`),
    changeBody('/connect', `EndpointConfig ${name}`, drop),
  );
const ignoreRequests =
  (method: string, ending: RegExp): Change =>
  (asked) =>
    asked.method === method && ending.test(asked.path) ? 'ignored' : asked;

const bindings = 'HostConfig PortBindings';
const keepFirstKey = (value: unknown) =>
  isObject(value) ? Object.fromEntries(Object.entries(value).slice(0, 1)) : value;
const keepFirstItem = (value: unknown) => (Array.isArray(value) ? value.slice(0, 1) : value);
const mapItems = (change: (item: JsonObject) => unknown) => (value: unknown) =>
  Array.isArray(value) ? value.map((item: unknown) => (isObject(item) ? change(item) : item)) : value;
const dropUdp = (value: unknown) =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([port]) => !port.endsWith('/udp'))) : value;

const published = ['publish', 'gateway', 'restart', 'lifecycle', 'host'];
const addressed = ['addressing', 'lifecycle', 'interface'];
const named = ['dns', 'hosts', 'user-bridge', 'link'];
const ways = ['gateway', 'isolation', 'publish'];

export const requestFaults: readonly Fault[] = [
  request(
    'first-port-only',
    'of several published ports only the first is',
    published,
    changeContainer(bindings, keepFirstKey),
  ),
  request(
    'first-binding-only',
    'of a port’s several publications only the first holds',
    published,
    changeContainer(`${bindings} *`, keepFirstItem),
  ),
  request('udp-port-ignored', 'UDP ports are not published', published, changeContainer(bindings, dropUdp)),
  request(
    'host-address-ignored',
    'a port published at one address is published at every address',
    published,
    changeContainer(
      `${bindings} *`,
      mapItems((binding) => ({ ...binding, HostIp: '' })),
    ),
  ),
  request(
    'host-port-ignored',
    'a port is published at another host port',
    published,
    changeContainer(
      `${bindings} *`,
      mapItems((binding) => ({ ...binding, HostPort: '' })),
    ),
  ),
  request(
    'publish-all-ignored',
    'exposed ports are not published',
    published,
    dropFromContainer('HostConfig PublishAllPorts'),
  ),
  request(
    'none-ignored',
    'a container without network has docker0',
    ['none'],
    changeContainer('HostConfig NetworkMode', (mode) => (mode === 'none' ? 'bridge' : mode)),
  ),
  request(
    'host-mode-ignored',
    'a container on the host’s network has docker0',
    ['host', 'hosts'],
    changeContainer('HostConfig NetworkMode', (mode) => (mode === 'host' ? 'bridge' : mode)),
  ),
  request('address-ignored', '--ip is ignored', addressed, dropFromEndpoint('IPAMConfig')),
  request(
    'mac-ignored',
    '--mac-address is ignored',
    addressed,
    combine(dropFromContainer('NetworkingConfig EndpointsConfig * MacAddress'), dropFromContainer('MacAddress')),
  ),
  request('aliases-ignored', 'aliases are ignored', named, dropFromEndpoint('Aliases')),
  request('servers-ignored', '--dns is ignored', named, dropFromContainer('HostConfig Dns')),
  request(
    'first-server-only',
    'of several name servers only the first is kept',
    named,
    changeContainer('HostConfig Dns', keepFirstItem),
  ),
  request('dns-options-ignored', '--dns-opt is ignored', named, dropFromContainer('HostConfig DnsOptions')),
  request('search-ignored', '--dns-search is ignored', named, dropFromContainer('HostConfig DnsSearch')),
  request('hosts-ignored', '--add-host is ignored', named, dropFromContainer('HostConfig ExtraHosts')),
  request('links-ignored', '--link is ignored', named, dropFromContainer('HostConfig Links')),
  request('hostname-ignored', '--hostname is ignored', named, dropFromContainer('Hostname')),
  request('sysctls-ignored', '--sysctl is ignored', ['interface', 'ipv6'], dropFromContainer('HostConfig Sysctls')),
  request(
    'restart-ignored',
    '--restart is ignored',
    ['restart', 'upgrade'],
    dropFromContainer('HostConfig RestartPolicy'),
  ),
  request(
    'second-network-ignored',
    'a container that is connected to a further network is not',
    ['dns', 'lifecycle', 'isolation', 'gateway', 'hosts'],
    ignoreRequests('POST', /\/networks\/[^/]+\/connect$/),
  ),
  request(
    'disconnect-ignored',
    'a container that is disconnected stays',
    ['dns', 'lifecycle', 'hosts', 'publish'],
    ignoreRequests('POST', /\/disconnect$/),
  ),
  request(
    'rename-ignored',
    'a renamed container keeps its old name',
    ['dns', 'lifecycle'],
    ignoreRequests('POST', /\/rename$/),
  ),
  request('pause-ignored', 'a paused container runs on', ['lifecycle'], ignoreRequests('POST', /\/pause$/)),
  request(
    'network-removal-ignored',
    'a removed network stays',
    ['lifecycle', 'addressing'],
    ignoreRequests('DELETE', /\/networks\/[^/]+$/),
  ),
  request(
    'internal-ignored',
    'an internal network is an ordinary one',
    ['isolation', 'dns', 'upgrade', 'gateway', 'nat'],
    dropFromNetwork('Internal'),
  ),
  request('subnet-ignored', '--subnet is ignored', addressed, dropFromNetwork('IPAM Config')),
  request(
    'range-ignored',
    '--ip-range is ignored',
    addressed,
    changeNetwork(
      'IPAM Config',
      mapItems((config) => ({ ...config, IPRange: undefined })),
    ),
  ),
  request(
    'reserved-ignored',
    '--aux-address is ignored',
    addressed,
    changeNetwork(
      'IPAM Config',
      mapItems((config) => ({ ...config, AuxiliaryAddresses: undefined })),
    ),
  ),
  request('ipv6-ignored', '--ipv6 is ignored', ['ipv6'], dropFromNetwork('EnableIPv6')),
  request('mtu-ignored', 'a network’s MTU is ignored', ['interface'], dropOption('driver.mtu')),
  request(
    'mtu-wrong',
    'networks have an MTU of 1400',
    ['interface', 'bridge', 'user-bridge', 'namespace'],
    changeNetwork('Options', (options) => ({
      ...(isObject(options) ? options : {}),
      'com.docker.network.driver.mtu': '1400',
    })),
  ),
  request('icc-option-ignored', 'enable_icc is ignored', ways, dropOption('bridge.enable_icc')),
  request(
    'masquerade-option-ignored',
    'enable_ip_masquerade is ignored',
    ways,
    dropOption('bridge.enable_ip_masquerade'),
  ),
  request('binding-option-ignored', 'host_binding_ipv4 is ignored', ways, dropOption('bridge.host_binding_ipv4')),
  request('source-option-ignored', 'host_ipv4 is ignored', ways, dropOption('host_ipv4')),
  {
    ...request('gateway-mode-ignored', 'gateway_mode_ipv4 is ignored', ways, dropOption('bridge.gateway_mode_ipv4')),
    appliesTo: { engines: '>=27.0.0' },
  },
  {
    ...request(
      'trusted-ignored',
      'trusted_host_interfaces is ignored',
      ways,
      dropOption('bridge.trusted_host_interfaces'),
    ),
    appliesTo: { engines: '>=28.2.0' },
  },
  {
    ...request('priority-ignored', '--gw-priority is ignored', ways, dropFromEndpoint('GwPriority')),
    appliesTo: { engines: '>=28.0.0' },
  },
];
