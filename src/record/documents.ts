/** Groups of documents, in the order of the page of documents. */
export const documentGroups = [
  'How-tos',
  'Docker’s manual',
  'Command line, Compose and API reference',
  'Release notes and development',
] as const;

/** A document that claims cite. */
export interface Document {
  /** Its short name in claims. */
  readonly name: string;
  readonly title: string;
  /** Its file or address; null for what is neither. */
  readonly source: string | null;
  readonly group: (typeof documentGroups)[number];
}

const document = <const N extends string>(
  name: N,
  title: string,
  source: string | null,
  group: Document['group'],
): Document & { readonly name: N } => ({ name, title, source, group });

const howTo = <const N extends string>(name: N, title: string, file: string) => document(name, title, file, 'How-tos');

const manual = <const N extends string>(name: N, title: string, path: string) =>
  document(name, title, `docs.docker.com/${path}`, 'Docker’s manual');

const reference = <const N extends string>(name: N, title: string, source: string) =>
  document(name, title, source, 'Command line, Compose and API reference');

const development = <const N extends string>(name: N, title: string, source: string | null) =>
  document(name, title, source, 'Release notes and development');

const releaseNotes = <const N extends number>(version: N) =>
  development(
    `rn-${version}` as const,
    `Docker Engine ${version} release notes`,
    `docs.docker.com/engine/release-notes/${version}`,
  );

/** Every document that claims of docknet's own checks cite, by group. */
export const documents = [
  howTo('notes', 'Docker networking notes', 'docker-networking-notes.md'),
  howTo('iptables', 'iptables for docker', 'iptables-for-docker.md'),
  howTo('tour', 'Exploring Default Docker Networking, part 2', 'exploring-default-docker-networking-part-2.txt'),
  howTo('publish', 'iptables: How Docker Publishes Ports', 'iptables-how-docker-publishes-ports.md'),
  manual('overview', 'Networking overview', 'engine/network'),
  manual('ports', 'Port publishing and mapping', 'engine/network/port-publishing'),
  manual('dns-page', 'DNS resolution in containers', 'engine/network/dns'),
  manual('fw', 'Packet filtering and firewalls', 'engine/network/packet-filtering-firewalls'),
  manual('fw-ipt', 'Docker with iptables', 'engine/network/firewall-iptables'),
  manual('nftables', 'Docker with nftables', 'engine/network/firewall-nftables'),
  manual('bridge-page', 'Bridge network driver', 'engine/network/drivers/bridge'),
  manual('none-page', 'None network driver', 'engine/network/drivers/none'),
  manual('macvlan-page', 'Macvlan network driver', 'engine/network/drivers/macvlan'),
  manual('ipvlan-page', 'IPvlan network driver', 'engine/network/drivers/ipvlan'),
  manual('overlay-page', 'Overlay network driver', 'engine/network/drivers/overlay'),
  manual('links', 'Legacy container links', 'engine/network/links'),
  manual('ipv6-page', 'Use IPv6 networking', 'engine/daemon/ipv6'),
  manual('live-restore-page', 'Live restore', 'engine/daemon/live-restore'),
  manual('security', 'Docker Engine security', 'engine/security'),
  manual('compose-net', 'Networking in Compose', 'compose/how-tos/networking'),
  reference('compose-ref', 'Compose file reference', 'docs.docker.com/reference/compose-file'),
  reference('run', 'docker container run', 'docs.docker.com/reference/cli/docker/container/run'),
  reference('run-man', 'docker-run(1)', 'docker/cli, man/docker-run.1.md'),
  reference('run-20.10', 'Docker run reference, 20.10', 'docker/cli, docs/reference/run.md'),
  reference('net-create', 'docker network create', 'docs.docker.com/reference/cli/docker/network/create'),
  reference('net-connect', 'docker network connect', 'docs.docker.com/reference/cli/docker/network/connect'),
  reference('net-disconnect', 'docker network disconnect', 'docs.docker.com/reference/cli/docker/network/disconnect'),
  reference('net-rm', 'docker network rm', 'docs.docker.com/reference/cli/docker/network/rm'),
  reference('dockerd', 'dockerd', 'docs.docker.com/reference/cli/dockerd'),
  reference('dockerd-man', 'dockerd(8)', 'moby/moby, man/dockerd.8.md'),
  reference('deprecated', 'Deprecated Docker Engine features', 'docs.docker.com/engine/deprecated'),
  reference('api', 'Docker Engine API', 'docs.docker.com/reference/api/engine'),
  releaseNotes(23),
  releaseNotes(24),
  releaseNotes(25),
  releaseNotes(26),
  releaseNotes(27),
  releaseNotes(28),
  releaseNotes(29),
  development('moby', 'Beyond the documents: what upgrades changed', null),
  development(
    'moby-ipt',
    'Docker’s iptables rules, network by network',
    'moby/moby, integration/network/bridge/iptablesdoc',
  ),
  development(
    'moby-nft',
    'Docker’s nftables rules, network by network',
    'moby/moby, integration/network/bridge/nftablesdoc',
  ),
  development('moby-design', 'libnetwork: design', 'moby/moby, libnetwork/docs/design.md'),
  development('moby-macvlan', 'libnetwork: macvlan', 'moby/moby, libnetwork/docs/macvlan.md'),
] as const;

/** The short name of a document that claims cite. */
export type DocumentName = (typeof documents)[number]['name'];
