import { answered, bridge, conformance, container, documented, same, succeeded, withGiven } from 'docknet';

const names = ['shop.corp.example', 'shop'];

export default conformance({
  id: 'hosts/domain-in-hostname',
  title: 'a hostname with a domain stands in the hosts file in full and alone, for each network',
  claim: documented(
    'run',
    '--hostname',
    'The container’s hostname is in its hosts file, beside its address on each of its networks.',
  ),
  given: { app: bridge(), blue: bridge(), web: container({ on: 'app', hostname: 'shop.corp.example' }) },
  when: async ({ blue, web }) => {
    const lines = async () => (await web.hostsFile()).filter((line) => line.names.some((name) => names.includes(name)));
    const first = { address: web.address, lines: await lines() };
    const connected = await web.connect(blue);
    const both = { address: web.attachment(blue).address, lines: await lines() };
    const pings = [await web.ping('shop'), await web.ping('shop.corp.example')];
    return { first, both, pings, actions: [connected, await web.disconnect(blue)], after: await lines() };
  },
  expect: (_, { first, both, pings, actions, after }) => [
    ...actions.map(succeeded),
    ...pings.map(answered),
    same('the lines are', first.lines, [{ address: first.address, names }]),
    same('on two networks they are', both.lines.slice(1), [{ address: both.address, names }]),
    same('after leaving the second they are', after, first.lines),
  ],
  known: [
    {
      engines: '<28.0.0',
      because: 'disconnecting leaves the line of a hostname with a domain',
      instead: (_, { first, both, pings, actions, after }) => [
        ...actions.map(succeeded),
        ...pings.map(answered),
        same('the lines are', first.lines, [{ address: first.address, names }]),
        same('on two networks they are', both.lines.slice(1), [{ address: both.address, names }]),
        same('after leaving the second they are', after, both.lines),
      ],
    },
  ],
  sabotage: withGiven({ web: container({ on: 'app', hostname: 'shop' }) }),
});
