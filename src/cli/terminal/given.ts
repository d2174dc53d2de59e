import type { Spec } from '../../check/index.js';

/** What a check is given, in words: "a container on app, serving on TCP port 80, published as 8080:80". */
export function inWords(spec: Spec): string {
  switch (spec.kind) {
    case 'bridge':
      return `a user-defined bridge network${spec.internal ? ' without a way out (--internal)' : ''}${options(spec.options)}`;
    case 'compose':
      return 'a network made by Compose, with the containers on it as its services';
    case 'container':
      return `a container ${where(spec.on)}${spec.serve === null ? '' : `, serving on TCP port ${spec.serve}`}${spec.publish.length === 0 ? '' : `, published as ${spec.publish.join(' and ')}`}${spec.started ? '' : ', started by the check itself'}`;
    case 'lan-host':
      return 'a host on the LAN behind the docker host’s uplink, serving on TCP ports 80 and 8080';
    case 'netns':
      return `a network namespace made by hand and plugged into ${spec.on}${spec.serve === null ? '' : `, serving on TCP port ${spec.serve}`}`;
    case 'linux-bridge':
      return `a Linux bridge made by hand on ${spec.on}`;
    case 'router':
      return `a host made by hand, with an uplink on the LAN and none of Docker’s rules${spec.forwarding ? '' : ', which does not forward'}`;
    case 'newer-engines':
      return 'every engine in the engine cache that is newer, one after another in its place';
    case 'engine':
      return `an engine of its own${options({ ...spec.settings, ...spec.sysctls })}${spec.missingTables.length === 0 ? '' : ` where iptables finds no table ${spec.missingTables.join(' and no table ')}, as on a kernel that was built without`}`;
  }
}

function where(on: string): string {
  if (on === 'bridge') return 'on the default bridge, docker0';
  return on === 'host' || on === 'none' ? `on the network "${on}"` : `on ${on}`;
}

function options(values: Readonly<Record<string, unknown>>): string {
  const list = Object.entries(values).map(([name, value]) => `${name}=${String(value)}`);
  return list.length === 0 ? '' : ` with ${list.join(', ')}`;
}
