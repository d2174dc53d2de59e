import { adds, changes, keeps, skips, wrapped } from './program.js';
import type { Fault } from './types.js';

/*
 * Mistakes in the rules that an engine makes with iptables. Both spellings of engines are named where they differ:
 * before 28 most rules stand in FORWARD, from then on in DOCKER-FORWARD, DOCKER-CT and DOCKER-BRIDGE.
 */
const rules = wrapped('iptables', 'iptables');
const rules6 = wrapped('ip6tables', 'ip6tables');

const leaving = ['nat', 'gateway', 'user-bridge', 'namespace'];
const published = ['publish', 'gateway', 'restart', 'lifecycle'];
const apart = ['isolation', 'gateway', 'upgrade', 'publish'];
const names = ['dns', 'hosts', 'user-bridge', 'lifecycle'];

export const iptablesFaults: readonly Fault[] = [
  rules('masquerade-missing', 'what leaves is not translated', leaving, skips('* POSTROUTING *! -o * MASQUERADE *')),
  rules(
    'masquerade-inside',
    'what goes from container to container is translated too',
    [...leaving, 'dns', 'isolation'],
    changes('* POSTROUTING *! -o * MASQUERADE *', 's/ ! -o [^ ]*//'),
  ),
  rules(
    'masquerade-any-source',
    'what other hosts forward is translated too',
    [...leaving, 'docker-user', 'kernel', 'publish'],
    changes('* POSTROUTING *! -o * MASQUERADE *', 's/ -s [^ ]*//'),
  ),
  rules(
    'masquerade-left',
    'the translation stays when its network goes',
    [...leaving, 'lifecycle'],
    [...keeps('* POSTROUTING *! -o * MASQUERADE *')],
  ),
  rules(
    'hairpin-missing',
    'a container that reaches itself at its published port is not translated',
    published,
    skips('* POSTROUTING * --dport * MASQUERADE *'),
  ),
  rules('dnat-tcp-missing', 'published TCP ports have no DNAT', published, skips('* DOCKER *-p tcp *DNAT*')),
  rules('dnat-udp-missing', 'published UDP ports have no DNAT', published, skips('* DOCKER *-p udp *DNAT*')),
  rules(
    'dnat-any-address',
    'a port published at one address is translated at all',
    published,
    changes('* DOCKER *DNAT*', 's/ -d [^ ]*//'),
  ),
  rules(
    'dnat-own-bridge',
    'containers of the network are translated to its published ports too',
    published,
    changes('* DOCKER *DNAT*', 's/ ! -i [^ ]*//'),
  ),
  rules(
    'dnat-next-port',
    'published ports lead to the container’s port 81',
    published,
    changes('* DOCKER *DNAT*', 's/:80 /:81 /'),
  ),
  rules(
    'dnat-left',
    'the DNAT of a published port stays when the container goes',
    [...published, 'firewall'],
    [...keeps('* DOCKER *DNAT*')],
  ),
  rules(
    'dnat-for-localhost',
    'the host’s calls to 127.0.0.1 are translated too',
    published,
    changes('* OUTPUT * DOCKER *', 's, ! --dst 127.0.0.0/8,,;s, ! -d 127.0.0.0/8,,'),
  ),
  rules('nat-from-outside-missing', 'what comes from outside does not meet the DNAT', published, [
    ...skips('* PREROUTING * DOCKER *'),
  ]),
  rules('nat-from-host-missing', 'the host’s own calls do not meet the DNAT', published, [
    ...skips('* OUTPUT * --dst-type LOCAL * DOCKER *'),
  ]),
  rules(
    'accept-missing',
    'no accept for published ports',
    published,
    skips('* DOCKER *! -i * -o * --dport * ACCEPT *'),
  ),
  rules(
    'accept-udp-missing',
    'no accept for published UDP ports',
    published,
    skips('* DOCKER *! -i * -o * -p udp * ACCEPT *'),
  ),
  rules(
    'accept-any-port',
    'the accept for a published port lets every port through',
    [...published, 'kernel'],
    changes('* DOCKER *! -i * -o * --dport * ACCEPT *', 's/ --dport [^ ]*//'),
  ),
  rules(
    'accept-any-container',
    'the accept for a published port lets that port of every container through',
    [...published, 'kernel'],
    changes('* DOCKER *! -i * -o * --dport * ACCEPT *', 's/ -d [^ ]*//'),
  ),
  rules(
    'accept-left',
    'the accept of a published port stays when the container goes',
    [...published, 'firewall'],
    [...keeps('* DOCKER *! -i * -o * --dport * ACCEPT *')],
  ),
  rules('replies-dropped', 'no accept for answers to containers', leaving, skips('*RELATED,ESTABLISHED*')),
  rules('leaving-dropped', 'no accept for what containers send out', leaving, [
    ...skips('* FORWARD *-i * ! -o * ACCEPT *'),
    ...skips('* DOCKER-FORWARD -i br* -j ACCEPT *'),
  ]),
  rules(
    'neighbours-dropped',
    'containers of one network do not reach each other',
    [...names, 'isolation', 'bridge'],
    changes('* -i * -o * ACCEPT *', String.raw`/ ! /!s/ -i \([^ ]*\) -o \1 -j ACCEPT/ -i \1 -o \1 -j DROP/`),
  ),
  rules(
    'icc-ignored',
    'containers of a network without icc reach each other',
    ['isolation', 'gateway', 'link'],
    [...skips('* -i * -o * DROP *')],
  ),
  rules('isolation-missing', 'nothing keeps networks apart', apart, skips('*-j DOCKER-ISOLATION-STAGE-2 *')),
  rules('isolation-one-way', 'the second network is not kept apart', apart, [
    'case $line in *" DOCKER-ISOLATION-STAGE-2 -o "*) ' +
      'PATH=${PATH#*:} iptables -S DOCKER-ISOLATION-STAGE-2 | grep -q "o br.*DROP" && exit 0 ;; esac',
  ]),
  rules(
    'isolation-last',
    'the isolation stands after the accepts',
    [...apart, 'docker-user'],
    changes('* -I FORWARD -j DOCKER-ISOLATION-STAGE-1 *', 's/ -I / -A /'),
  ),
  rules('isolation-rejects', 'networks are kept apart by an answer', apart, [
    ...changes('* DOCKER-ISOLATION-STAGE-2 -o * DROP *', 's/ DROP/ REJECT/'),
  ]),
  rules(
    'internal-open',
    'an internal network is reached from outside',
    [...apart, 'dns', 'nat', 'kernel'],
    [...skips('* DOCKER-ISOLATION-STAGE-1 * ! -s * DROP *'), ...skips('* DOCKER-ISOLATION-STAGE-1 * ! -d * DROP *')],
  ),
  rules(
    'docker-user-last',
    'DOCKER-USER stands after the engine’s own rules',
    ['docker-user', 'firewall', 'restart'],
    changes('* -I FORWARD -j DOCKER-USER *', 's/ -I / -A /'),
  ),
  rules(
    'docker-user-unused',
    'nothing leads to DOCKER-USER',
    ['docker-user', 'firewall', 'restart'],
    [...skips('* FORWARD -j DOCKER-USER *')],
  ),
  rules(
    'docker-user-emptied',
    'the engine empties DOCKER-USER when it makes rules',
    ['docker-user', 'firewall', 'restart'],
    adds('* FORWARD -j DOCKER-USER *', 'iptables -F DOCKER-USER'),
  ),
  rules(
    'forward-accept',
    'FORWARD’s policy stays ACCEPT',
    ['kernel', 'firewall', 'isolation', 'docker-user'],
    ['case $line in *" -P FORWARD DROP "*) exit 0 ;; esac'],
  ),
  rules(
    'raw-missing',
    'a container’s own address is not guarded in raw',
    [...published, 'upgrade', 'isolation'],
    [...skips('* raw * PREROUTING *')],
  ),
  rules(
    'rules-twice',
    'every DNAT is there twice',
    [...published, 'firewall'],
    [...adds('* DOCKER *DNAT*', 'iptables "$@"')],
  ),
  rules('resolver-udp-missing', 'the resolver is not reached by UDP', names, [...skips('* DOCKER_OUTPUT *-p udp *')]),
  rules('resolver-tcp-missing', 'the resolver is not reached by TCP', names, [...skips('* DOCKER_OUTPUT *-p tcp *')]),
  rules('resolver-answers-from-port', 'the resolver answers from a port of its own', names, [
    ...skips('* DOCKER_POSTROUTING *-p udp *'),
  ]),
  rules6('rules-missing', 'no rule of IPv6 is made', ['ipv6'], ['case $line in *" -"[AI]" "*) exit 0 ;; esac']),
  rules6(
    'masquerade-missing',
    'what leaves over IPv6 is not translated',
    ['ipv6'],
    [...skips('* POSTROUTING *! -o * MASQUERADE *')],
  ),
  rules6('dnat-missing', 'published ports have no DNAT of IPv6', ['ipv6'], skips('* DOCKER *DNAT*')),
  rules6(
    'isolation-missing',
    'nothing keeps networks apart over IPv6',
    ['ipv6'],
    [...skips('*-j DOCKER-ISOLATION-STAGE-2 *'), ...skips('* DOCKER *! -i * -o * DROP *')],
  ),
];
