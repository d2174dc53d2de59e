import { addCommand, changeRules, combineChanges, createProgramFault, keepRules, skipRules } from './program.js';
import type { Fault } from './types.js';

/*
 * Mistakes in an engine's iptables rules. Engines before 28 have most of them in FORWARD, later ones in DOCKER-FORWARD,
 * DOCKER-CT and DOCKER-BRIDGE; the patterns match both.
 */
const iptables = createProgramFault('iptables', 'iptables');
const ip6tables = createProgramFault('ip6tables', 'ip6tables');

const leaving = ['nat', 'gateway', 'user-bridge', 'namespace'];
const published = ['publish', 'gateway', 'restart', 'lifecycle'];
const apart = ['isolation', 'gateway', 'upgrade', 'publish'];
const names = ['dns', 'hosts', 'user-bridge', 'lifecycle'];

export const iptablesFaults: readonly Fault[] = [
  iptables(
    'masquerade-missing',
    'what leaves is not translated',
    leaving,
    skipRules('* POSTROUTING *! -o * MASQUERADE *'),
  ),
  iptables(
    'masquerade-inside',
    'what goes from container to container is translated too',
    [...leaving, 'dns', 'isolation'],
    changeRules('* POSTROUTING *! -o * MASQUERADE *', 's/ ! -o [^ ]*//'),
  ),
  iptables(
    'masquerade-any-source',
    'what other hosts forward is translated too',
    [...leaving, 'docker-user', 'kernel', 'publish'],
    changeRules('* POSTROUTING *! -o * MASQUERADE *', 's/ -s [^ ]*//'),
  ),
  iptables(
    'masquerade-left',
    'the translation stays when its network goes',
    [...leaving, 'lifecycle'],
    keepRules('* POSTROUTING *! -o * MASQUERADE *'),
  ),
  iptables(
    'hairpin-missing',
    'a container that reaches itself at its published port is not translated',
    published,
    skipRules('* POSTROUTING * --dport * MASQUERADE *'),
  ),
  iptables('dnat-tcp-missing', 'published TCP ports have no DNAT', published, skipRules('* DOCKER *-p tcp *DNAT*')),
  iptables('dnat-udp-missing', 'published UDP ports have no DNAT', published, skipRules('* DOCKER *-p udp *DNAT*')),
  iptables(
    'dnat-any-address',
    'a port published at one address is translated at every address',
    published,
    changeRules('* DOCKER *DNAT*', 's/ -d [^ ]*//'),
  ),
  iptables(
    'dnat-own-bridge',
    'containers of the network are translated to its published ports too',
    published,
    combineChanges(skipRules('* DOCKER -i * RETURN *'), changeRules('* DOCKER *DNAT*', 's/ ! -i [^ ]*//')),
  ),
  iptables(
    'dnat-next-port',
    'published ports lead to the container’s port 81',
    published,
    changeRules('* DOCKER *DNAT*', 's/:80 /:81 /'),
  ),
  iptables(
    'dnat-left',
    'the DNAT of a published port stays when the container goes',
    [...published, 'firewall'],
    keepRules('* DOCKER *DNAT*'),
  ),
  iptables(
    'dnat-for-localhost',
    'the host’s calls to 127.0.0.1 are translated too',
    published,
    changeRules('* OUTPUT * DOCKER *', 's, ! --dst 127.0.0.0/8,,;s, ! -d 127.0.0.0/8,,'),
  ),
  iptables(
    'nat-from-outside-missing',
    'what comes from outside does not meet the DNAT',
    published,
    skipRules('* PREROUTING * DOCKER *'),
  ),
  iptables(
    'nat-from-host-missing',
    'the host’s own calls do not meet the DNAT',
    published,
    skipRules('* OUTPUT * --dst-type LOCAL * DOCKER *'),
  ),
  iptables(
    'accept-missing',
    'no accept for published ports',
    published,
    skipRules('* DOCKER *! -i * -o * --dport * ACCEPT *'),
  ),
  iptables(
    'accept-udp-missing',
    'no accept for published UDP ports',
    published,
    skipRules('* DOCKER *! -i * -o * -p udp * ACCEPT *'),
  ),
  iptables(
    'accept-any-port',
    'the accept for a published port lets every port through',
    [...published, 'kernel'],
    changeRules('* DOCKER *! -i * -o * --dport * ACCEPT *', 's/ --dport [^ ]*//'),
  ),
  iptables(
    'accept-any-container',
    'the accept for a published port lets that port of every container through',
    [...published, 'kernel'],
    changeRules('* DOCKER *! -i * -o * --dport * ACCEPT *', 's/ -d [^ ]*//'),
  ),
  iptables(
    'accept-left',
    'the accept of a published port stays when the container goes',
    [...published, 'firewall'],
    keepRules('* DOCKER *! -i * -o * --dport * ACCEPT *'),
  ),
  iptables('replies-dropped', 'no accept for answers to containers', leaving, skipRules('*RELATED,ESTABLISHED*')),
  iptables(
    'leaving-dropped',
    'no accept for what containers send out',
    leaving,
    combineChanges(skipRules('* FORWARD *-i * ! -o * ACCEPT *'), skipRules('* DOCKER-FORWARD -i * -j ACCEPT *')),
  ),
  iptables(
    'neighbours-dropped',
    'containers of one network do not reach each other',
    [...names, 'isolation', 'bridge'],
    changeRules('* -i * -o * ACCEPT *', String.raw`/ ! /!s/ -i \([^ ]*\) -o \1 -j ACCEPT/ -i \1 -o \1 -j DROP/`),
  ),
  iptables(
    'icc-ignored',
    'containers of a network without icc reach each other',
    ['isolation', 'gateway', 'link', 'firewall'],
    changeRules('* -i * -o * DROP *', String.raw`/ ! /!s/ -i \([^ ]*\) -o \1 -j DROP/ -i \1 -o \1 -j ACCEPT/`),
  ),
  iptables('isolation-missing', 'nothing keeps networks apart', apart, skipRules('*-j DOCKER-ISOLATION-STAGE-2 *')),
  iptables('isolation-one-way', 'the second network is not kept apart', apart, {
    script: [
      'case $line in *" DOCKER-ISOLATION-STAGE-2 -o "*) ' +
        'PATH=${PATH#*:} iptables -S DOCKER-ISOLATION-STAGE-2 | grep -q "o br.*DROP" && exit 0 ;; esac',
    ],
    affects: (call) => / -[AI] DOCKER-ISOLATION-STAGE-2 -o br/.test(call),
  }),
  iptables(
    'isolation-last',
    'the isolation stands after the accepts',
    [...apart, 'docker-user'],
    changeRules('* -I FORWARD -j DOCKER-ISOLATION-STAGE-1 *', 's/ -I / -A /'),
  ),
  iptables(
    'isolation-rejects',
    'networks are kept apart by an answer',
    apart,
    changeRules('* DOCKER-ISOLATION-STAGE-2 -o * DROP *', 's/ DROP/ REJECT/'),
  ),
  iptables(
    'internal-open',
    'an internal network is reached from outside',
    [...apart, 'dns', 'nat', 'kernel'],
    combineChanges(
      skipRules('* DOCKER-ISOLATION-STAGE-1 * ! -s * DROP *'),
      skipRules('* DOCKER-ISOLATION-STAGE-1 * ! -d * DROP *'),
    ),
  ),
  iptables(
    'docker-user-last',
    'DOCKER-USER stands after the engine’s own rules',
    ['docker-user', 'firewall', 'restart'],
    changeRules('* -I FORWARD -j DOCKER-USER *', 's/ -I / -A /'),
  ),
  iptables(
    'docker-user-unused',
    'nothing leads to DOCKER-USER',
    ['docker-user', 'firewall', 'restart'],
    skipRules('* FORWARD -j DOCKER-USER *'),
  ),
  iptables(
    'docker-user-emptied',
    'the engine empties DOCKER-USER when it makes rules',
    ['docker-user', 'firewall', 'restart'],
    addCommand('* FORWARD -j DOCKER-USER *', 'iptables -F DOCKER-USER'),
  ),
  iptables('forward-accept', 'FORWARD’s policy stays ACCEPT', ['kernel', 'firewall', 'isolation', 'docker-user'], {
    script: ['case $line in *" -P FORWARD DROP "*) exit 0 ;; esac'],
    affects: (call) => call.includes(' -P FORWARD DROP '),
  }),
  {
    ...iptables(
      'raw-missing',
      'a container’s own address is not guarded in raw',
      [...published, 'upgrade', 'isolation'],
      skipRules('* raw * PREROUTING *'),
    ),
    appliesTo: { engines: '>=28.0.0', firewallBackend: 'iptables' },
  },
  iptables(
    'rules-twice',
    'every DNAT is there twice',
    [...published, 'firewall'],
    addCommand('* DOCKER *DNAT*', 'iptables "$@"'),
  ),
  iptables('resolver-udp-missing', 'the resolver is not reached by UDP', names, skipRules('* DOCKER_OUTPUT *-p udp *')),
  iptables('resolver-tcp-missing', 'the resolver is not reached by TCP', names, skipRules('* DOCKER_OUTPUT *-p tcp *')),
  iptables(
    'resolver-answers-from-port',
    'the resolver answers from a port of its own',
    names,
    skipRules('* DOCKER_POSTROUTING *-p udp *'),
  ),
  ip6tables('rules-missing', 'no rule of IPv6 is made', ['ipv6'], {
    script: ['case $line in *" -"[AI]" "*) exit 0 ;; esac'],
    affects: (call) => / -[AI] /.test(call),
  }),
  ip6tables(
    'masquerade-missing',
    'what leaves over IPv6 is not translated',
    ['ipv6'],
    skipRules('* POSTROUTING *! -o * MASQUERADE *'),
  ),
  ip6tables('dnat-missing', 'published ports have no DNAT of IPv6', ['ipv6'], skipRules('* DOCKER *DNAT*')),
  ip6tables(
    'isolation-missing',
    'nothing keeps networks apart over IPv6',
    ['ipv6'],
    combineChanges(skipRules('*-j DOCKER-ISOLATION-STAGE-2 *'), skipRules('* DOCKER *! -i * -o * DROP *')),
  ),
];
