import { bridge, conformance, container, documented, same, succeeded, withGiven } from 'docknet';

const address = '10.30.82.5';
const ownLines = `${address}\\tshop shop.lan\\n${address}\\textra\\n# ${address}\\tshop\\n`;

const lastLines = (own: string) => [
  `${address}\tmail.example`,
  '198.51.100.77\tshop',
  `${own}\tshop`,
  `${address}\tshop`,
  `${address}\tshop shop.lan`,
  `${address}\textra`,
  `# ${address}\tshop`,
  '',
];

export default conformance({
  id: 'hosts/other-lines-kept',
  title: 'leaving a network takes the engine’s own line from the hosts file, not others with its address or name',
  claim: documented(
    'rn-28',
    '28.0',
    'Entries are deleted from a container’s hosts file when it is disconnected from their network, and no others.',
  ),
  given: {
    app: bridge(),
    blue: bridge({}, { subnet: '10.30.82.0/24' }),
    web: container({ on: 'app', hostname: 'shop', extraHosts: [`mail.example:${address}`, 'shop:198.51.100.77'] }),
  },
  when: async ({ blue, web }) => {
    const actions = [await web.connect(blue, { ip: address })];
    await web.sh(`printf '${ownLines}' >> /etc/hosts`);
    const before = await web.read('/etc/hosts');
    actions.push(await web.disconnect(blue));
    const after = await web.read('/etc/hosts');
    return { own: web.address, actions, before, after };
  },
  expect: (_, { own, actions, before, after }) => [
    ...actions.map(succeeded),
    same('on both networks its last lines are', before.split('\n').slice(-8), lastLines(own)),
    same('disconnected, the file has lost one line', after, before.replace(`${address}\tshop\n`, '')),
  ],
  known: [
    {
      engines: '<28.0.0',
      because: 'disconnecting takes away every line with the hostname alone, whatever its address',
      instead: (_, { own, actions, before, after }) => [
        ...actions.map(succeeded),
        same('on both networks its last lines are', before.split('\n').slice(-8), lastLines(own)),
        same(
          'disconnected, the lines of the file are',
          after.split('\n'),
          before.split('\n').filter((line) => line.startsWith('#') || !line.endsWith('\tshop')),
        ),
      ],
    },
  ],
  sabotage: withGiven({ web: container({ on: 'app', hostname: 'shop' }) }),
});
