import type { ParentNetworkSpec, Spec } from '../../check/index.js';
import { describeVariant } from '../../machine/index.js';
import type { EngineRange } from '../../record/index.js';

/** Describes what a check is given: "a container on app, serving on TCP port 80, published as 8080:80". */
export function describeGiven(spec: Spec): string {
  switch (spec.kind) {
    case 'bridge':
      return `a user-defined bridge network${spec.internal ? ' with --internal' : ''}${withOptions(spec.options)}`;
    case 'compose':
      return `${spec.project === null ? 'a network' : `a network of ${spec.project}`} made by Compose, with services`;
    case 'container':
      return [
        `a container ${networkOf(spec.on)}`,
        ...(spec.runsOn === null ? [] : [`on the docker host ${spec.runsOn}`]),
        ...(spec.serve === null ? [] : [`serving on TCP port ${spec.serve}`]),
        ...(spec.publish.length === 0 ? [] : [`published as ${spec.publish.join(' and ')}`]),
        ...(spec.hostname === null ? [] : [`with the hostname ${spec.hostname}`]),
        ...spec.dns.map((server) => `with --dns ${server}`),
        ...spec.dnsOptions.map((option) => `with --dns-opt ${option}`),
        ...spec.dnsSearch.map((domain) => `with --dns-search ${domain}`),
        ...spec.extraHosts.map((entry) => `with --add-host ${entry}`),
        ...namesOf(spec.resolves),
        ...(spec.started ? [] : ['started by the check']),
      ].join(', ');
    case 'overlay':
      return `an overlay network${spec.encrypted ? ', encrypted' : ''}${spec.attachable ? '' : ', not attachable'}`;
    case 'docker-host':
      return 'a second docker host on the LAN, in one swarm with the first';
    case 'parent-network':
      return describeParentNetwork(spec);
    case 'lan-host': {
      const vlan = spec.vlan === null ? '' : `, in VLAN ${spec.vlan}`;
      return [
        `a host on the LAN behind the docker host’s uplink${vlan}, serving on TCP ports 80 and 8080`,
        ...namesOf(spec.resolves),
      ].join(', ');
    }
    case 'host-dns':
      return [
        `a resolv.conf of the docker host with ${spec.nameServers.join(', ') || 'no name server'}`,
        ...namesOf(spec.resolves),
      ].join(', ');
    case 'firewalld':
      return 'firewalld on the docker host';
    case 'netns':
      return `a network namespace on ${spec.on}${spec.serve === null ? '' : `, serving on TCP port ${spec.serve}`}`;
    case 'linux-bridge':
      return `a Linux bridge on ${spec.on}, without an engine`;
    case 'router':
      return `a host on the LAN without an engine${spec.forwarding ? '' : ', which does not forward'}`;
    case 'kernel':
      return `a virtual machine with a kernel ${describeVariant(spec)}`;
    case 'newer-engines':
      return 'the newer engines in the engine cache, to upgrade to one after another';
    case 'engine': {
      const { missingTables } = spec;
      const missing =
        missingTables.length === 0 ? '' : `, with iptables lacking the tables ${missingTables.join(', ')}`;
      return `an engine of its own${withOptions({ ...spec.settings, ...spec.sysctls })}${missing}`;
    }
  }
}

function describeParentNetwork({ driver, mode, vlan, subnets, gateway, internal, parent }: ParentNetworkSpec): string {
  const article = driver === 'ipvlan' ? 'an' : 'a';
  return [
    [
      `${article} ${driver} network`,
      ...(internal ? ['with --internal'] : []),
      ...(parent ? ['on the docker host’s uplink'] : []),
    ].join(' '),
    ...(mode === null ? [] : [`in mode ${mode}`]),
    ...(vlan === null ? [] : [`in VLAN ${vlan}`]),
    ...(subnets === null ? [] : [`with the subnets ${subnets.join(' and ')}`]),
    ...(gateway === null ? [] : [`with the gateway ${[gateway].flat().join(' and ')}`]),
  ].join(', ');
}

function namesOf(replies: Readonly<Record<string, string>>): string[] {
  const list = Object.entries(replies).map(([name, reply]) => `${name} (${reply})`);
  return list.length === 0 ? [] : [`answering as a name server for ${list.join(', ')}`];
}

function networkOf(on: string): string {
  if (on === 'bridge') return 'on the default bridge, docker0';
  return on === 'host' || on === 'none' ? `on the network "${on}"` : `on ${on}`;
}

function withOptions(values: Readonly<Record<string, unknown>>): string {
  const list = Object.entries(values).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${name}=${text}`;
  });
  return list.length === 0 ? '' : ` with ${list.join(', ')}`;
}

/** Describes a range of engines: "engine <28.2.2", "every engine with the nftables backend". */
export function describeRange({ engines = '*', firewallBackend }: EngineRange): string {
  const backend = firewallBackend === undefined ? '' : ` with the ${firewallBackend} backend`;
  return `${engines === '*' ? 'every engine' : `engine ${engines}`}${backend}`;
}
