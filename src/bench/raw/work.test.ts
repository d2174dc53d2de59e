import test from 'ava';
import type { Step } from '../../record/index.js';
import { describeWork, readWork } from './work.js';

const image = "docknet/fixture:1 sh -c 'httpd -p 80 -h /www && echo ready && exec sleep 2147483647'";

/** Builds a step as a run records it. */
const step = (phase: Step['phase'], command: string, status = 0): Step => ({
  phase,
  place: 'host',
  command,
  output: '',
  status,
  milliseconds: 1,
});

const given = [
  step('given', 'docker network create -o com.docker.network.bridge.enable_icc=false app-61uhjpnm27'),
  step('given', `docker run -d --name web-61uhjpnm27 --network app-61uhjpnm27 -p 127.0.0.1:8080:80 ${image}`),
  step('given', `docker run -d --name db-61uhjpnm27 ${image}`),
];
const traffic = [
  step('when', 'systemctl stop docker'),
  step('when', 'systemctl start docker', 1),
  step('when', 'systemctl start docker # daemon.json: {"iptables":false}'),
  step('when', 'docker rm -f web-61uhjpnm27'),
  step('when', `docker run -d --name web-61uhjpnm27 --network container:db-61uhjpnm27 ${image}`),
  step('when', `docker run -d --name late-61uhjpnm27 --restart always -p 53:5000/udp ${image}`),
  step('when', 'apt-get install docker.io=28.5.2 && systemctl start docker'),
];
const published = { address: '127.0.0.1', hostPort: '8080', containerPort: 80, protocol: 'tcp' } as const;

test('the engine’s work is read from a check’s steps, without what failed', (t) => {
  const work = readWork({ steps: [...given, ...traffic] });
  t.deepEqual(work.networks, ['app-61uhjpnm27']);
  t.deepEqual(work.containers, [
    { name: 'web-61uhjpnm27', network: 'app-61uhjpnm27', publish: [published], restart: false },
    { name: 'db-61uhjpnm27', network: 'default', publish: [], restart: false },
  ]);
  t.deepEqual(
    work.actions.map((action) => ('container' in action ? `start ${action.container.name}` : action.kind)),
    ['stop engine', 'start engine', 'remove', 'start web-61uhjpnm27', 'start late-61uhjpnm27', 'start engine'],
  );
  t.like(work.actions[4], { container: { restart: true, publish: [{ hostPort: '53', protocol: 'udp' }] } });
});

test('what a check does with containers and networks of its own is work, too', (t) => {
  const commands = [
    'docker network create --subnet 172.30.9.0/24 red-61uhjpnm27',
    `docker create --name cache-61uhjpnm27 --network red-61uhjpnm27 ${image}`,
    'docker start cache-61uhjpnm27',
    'docker restart -t 0 cache-61uhjpnm27',
    'docker network connect --alias store bridge cache-61uhjpnm27',
    'docker network disconnect bridge cache-61uhjpnm27',
    'docker pause cache-61uhjpnm27',
    'docker rename cache-61uhjpnm27 store-61uhjpnm27',
    'docker stop -t 0 cache-61uhjpnm27',
    'docker rm -f cache-61uhjpnm27',
    'docker network rm red-61uhjpnm27',
    'docker kill db-61uhjpnm27',
    'systemctl kill --signal KILL docker',
  ];
  const { actions } = readWork({ steps: commands.map((command) => step('when', command)) });
  t.deepEqual(
    actions.map((action) => action.kind),
    [
      'create network',
      'create',
      'start again',
      'restart',
      'connect',
      'disconnect',
      'pause',
      'rename',
      'stop',
      'remove',
      'remove network',
      'kill',
      'kill engine',
    ],
  );
  t.like(actions[4], { network: 'bridge', name: 'cache-61uhjpnm27' });
  t.like(actions[7], { name: 'cache-61uhjpnm27', newName: 'store-61uhjpnm27' });
  t.like(actions[1], { container: { name: 'cache-61uhjpnm27', network: 'red-61uhjpnm27' } });
});

test('a reused fixture is no work', (t) => {
  const note = step(
    'given',
    '# fixture of nat/ttl-63 reused: its rules, addresses, containers and sockets are unchanged',
  );
  t.deepEqual(readWork({ steps: [...given, note] }), { networks: [], containers: [], actions: [] });
});

test('the work of a run is described in numbers', (t) => {
  const checks = [readWork({ steps: [...given, ...traffic] }), readWork({ steps: given })];
  t.is(describeWork({ workers: 4, labs: 3, checks }), '3 labs, 2 engine restarts, 2 networks, 6 containers');
});
