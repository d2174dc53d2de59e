import type { EngineRequest, Fault, JsonObject } from './types.js';

/* What an engine overlooks of a request: its client is told that all is well. */

type Change = (request: EngineRequest) => EngineRequest | 'ignored';

const request = (name: string, what: string, areas: readonly string[], change: Change): Fault => ({
  id: `request/${name}`,
  what,
  areas,
  mistake: { kind: 'request', change },
});

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Changes the value at a path of an object's keys, "*" for each; leaves alone what has no such path. */
function changeAt(value: unknown, path: readonly string[], change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (!isObject(value)) return value;
  const keys = key === '*' ? Object.keys(value) : key in value ? [key] : [];
  const changed = keys.map((name) => [name, changeAt(value[name], rest, change)] as const);
  return { ...value, ...Object.fromEntries(changed) };
}

/** Changes a value in the bodies of requests whose path ends as told. */
const changing =
  (ending: string, path: string, change: (value: unknown) => unknown): Change =>
  (asked) =>
    asked.path.endsWith(ending)
      ? { ...asked, body: changeAt(asked.body, path.split(' '), change) as JsonObject | null }
      : asked;

const inContainer = (path: string, change: (value: unknown) => unknown = () => undefined): Change =>
  changing('/containers/create', path, change);
const inNetwork = (path: string, change: (value: unknown) => unknown = () => undefined): Change =>
  changing('/networks/create', path, change);
const atConnect = (path: string): Change => changing('/connect', path, () => undefined);
const both =
  (first: Change, second: Change): Change =>
  (asked) => {
    const changed = first(asked);
    return changed === 'ignored' ? changed : second(changed);
  };
const ignoring =
  (method: string, ending: RegExp): Change =>
  (asked) =>
    asked.method === method && ending.test(asked.path) ? 'ignored' : asked;

const bindings = 'HostConfig PortBindings';
const firstKey = (value: unknown) => (isObject(value) ? Object.fromEntries(Object.entries(value).slice(0, 1)) : value);
const firstItem = (value: unknown) => (Array.isArray(value) ? value.slice(0, 1) : value);
const ofEach = (change: (item: JsonObject) => unknown) => (value: unknown) =>
  Array.isArray(value) ? value.map((item: unknown) => (isObject(item) ? change(item) : item)) : value;
const withoutUdp = (value: unknown) =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([port]) => !port.endsWith('/udp'))) : value;

const published = ['publish', 'gateway', 'restart', 'lifecycle', 'host'];
const addressed = ['addressing', 'lifecycle', 'interface'];
const named = ['dns', 'hosts', 'user-bridge', 'link'];
const ways = ['gateway', 'isolation', 'publish'];

const endpoint = 'NetworkingConfig EndpointsConfig *';
const networkOption = (name: string): Change => inNetwork(`Options com.docker.network.${name}`);

export const requestFaults: readonly Fault[] = [
  request(
    'first-port-only',
    'of several published ports only the first is',
    published,
    inContainer(bindings, firstKey),
  ),
  request(
    'first-binding-only',
    'of a port’s several publications only the first holds',
    published,
    inContainer(`${bindings} *`, firstItem),
  ),
  request('udp-port-ignored', 'UDP ports are not published', published, inContainer(bindings, withoutUdp)),
  request(
    'host-address-ignored',
    'a port published at an address is published at all',
    published,
    inContainer(
      `${bindings} *`,
      ofEach((binding) => ({ ...binding, HostIp: '' })),
    ),
  ),
  request(
    'host-port-ignored',
    'a port is published at another than asked',
    published,
    inContainer(
      `${bindings} *`,
      ofEach((binding) => ({ ...binding, HostPort: '' })),
    ),
  ),
  request(
    'publish-all-ignored',
    'exposed ports are not published',
    published,
    inContainer('HostConfig PublishAllPorts'),
  ),
  request(
    'none-ignored',
    'a container without network has docker0',
    ['none'],
    inContainer('HostConfig NetworkMode', (mode) => (mode === 'none' ? 'bridge' : mode)),
  ),
  request(
    'host-mode-ignored',
    'a container on the host’s network has docker0',
    ['host', 'hosts'],
    inContainer('HostConfig NetworkMode', (mode) => (mode === 'host' ? 'bridge' : mode)),
  ),
  request(
    'address-ignored',
    '--ip is not heeded',
    addressed,
    both(inContainer(`${endpoint} IPAMConfig`), atConnect('EndpointConfig IPAMConfig')),
  ),
  request(
    'mac-ignored',
    '--mac-address is not heeded',
    addressed,
    both(inContainer(`${endpoint} MacAddress`), inContainer('MacAddress')),
  ),
  request(
    'aliases-ignored',
    'aliases are not heeded',
    named,
    both(inContainer(`${endpoint} Aliases`), atConnect('EndpointConfig Aliases')),
  ),
  request('servers-ignored', '--dns is not heeded', named, inContainer('HostConfig Dns')),
  request(
    'first-server-only',
    'of several name servers only the first is kept',
    named,
    inContainer('HostConfig Dns', firstItem),
  ),
  request('dns-options-ignored', '--dns-opt is not heeded', named, inContainer('HostConfig DnsOptions')),
  request('search-ignored', '--dns-search is not heeded', named, inContainer('HostConfig DnsSearch')),
  request('hosts-ignored', '--add-host is not heeded', named, inContainer('HostConfig ExtraHosts')),
  request('links-ignored', '--link is not heeded', named, inContainer('HostConfig Links')),
  request('hostname-ignored', '--hostname is not heeded', named, inContainer('Hostname')),
  request('sysctls-ignored', '--sysctl is not heeded', ['interface', 'ipv6'], inContainer('HostConfig Sysctls')),
  request(
    'restart-ignored',
    '--restart is not heeded',
    ['restart', 'upgrade'],
    inContainer('HostConfig RestartPolicy'),
  ),
  request(
    'second-network-ignored',
    'a container that is connected to a further network is not',
    ['dns', 'lifecycle', 'isolation', 'gateway', 'hosts'],
    ignoring('POST', /\/networks\/[^/]+\/connect$/),
  ),
  request(
    'disconnect-ignored',
    'a container that is disconnected stays',
    ['dns', 'lifecycle', 'hosts', 'publish'],
    ignoring('POST', /\/disconnect$/),
  ),
  request(
    'rename-ignored',
    'a renamed container keeps its old name',
    ['dns', 'lifecycle'],
    ignoring('POST', /\/rename$/),
  ),
  request('pause-ignored', 'a paused container runs on', ['lifecycle'], ignoring('POST', /\/pause$/)),
  request(
    'network-removal-ignored',
    'a removed network stays',
    ['lifecycle', 'addressing'],
    ignoring('DELETE', /\/networks\/[^/]+$/),
  ),
  request(
    'internal-ignored',
    'an internal network is an ordinary one',
    ['isolation', 'dns', 'upgrade', 'gateway', 'nat'],
    inNetwork('Internal'),
  ),
  request('subnet-ignored', '--subnet is not heeded', addressed, inNetwork('IPAM Config')),
  request(
    'range-ignored',
    '--ip-range is not heeded',
    addressed,
    inNetwork(
      'IPAM Config',
      ofEach((config) => ({ ...config, IPRange: undefined })),
    ),
  ),
  request(
    'reserved-ignored',
    '--aux-address is not heeded',
    addressed,
    inNetwork(
      'IPAM Config',
      ofEach((config) => ({ ...config, AuxiliaryAddresses: undefined })),
    ),
  ),
  request('ipv6-ignored', '--ipv6 is not heeded', ['ipv6'], inNetwork('EnableIPv6')),
  request('mtu-ignored', 'a network’s MTU is not heeded', ['interface'], networkOption('driver.mtu')),
  request(
    'mtu-wrong',
    'networks have an MTU of 1400',
    ['interface', 'bridge', 'user-bridge', 'namespace'],
    inNetwork('Options', (options) => ({
      ...(isObject(options) ? options : {}),
      'com.docker.network.driver.mtu': '1400',
    })),
  ),
  request('icc-option-ignored', 'enable_icc is not heeded', ways, networkOption('bridge.enable_icc')),
  request(
    'masquerade-option-ignored',
    'enable_ip_masquerade is not heeded',
    ways,
    networkOption('bridge.enable_ip_masquerade'),
  ),
  request('binding-option-ignored', 'host_binding_ipv4 is not heeded', ways, networkOption('bridge.host_binding_ipv4')),
  request('source-option-ignored', 'host_ipv4 is not heeded', ways, networkOption('host_ipv4')),
  request('gateway-mode-ignored', 'gateway_mode_ipv4 is not heeded', ways, networkOption('bridge.gateway_mode_ipv4')),
  request(
    'trusted-ignored',
    'trusted_host_interfaces is not heeded',
    ways,
    networkOption('bridge.trusted_host_interfaces'),
  ),
  request(
    'priority-ignored',
    '--gw-priority is not heeded',
    ways,
    both(inContainer(`${endpoint} GwPriority`), atConnect('EndpointConfig GwPriority')),
  ),
];
