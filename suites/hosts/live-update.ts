import { bridge, conformance, container, documented, localhost, none, same, succeeded, that, withGiven } from 'docknet';

export default conformance({
  id: 'hosts/live-update',
  title: 'connecting a network adds the container’s address there to its hosts file, disconnecting takes it away',
  claim: documented(
    'run-20.10',
    'Managing /etc/hosts',
    'The file has the container’s address and hostname beside the localhost lines, and follows its networks.',
  ),
  given: {
    app: bridge(),
    blue: bridge(),
    web: container({ on: 'app', hostname: 'shop' }),
    control: container({ on: 'app' }),
  },
  when: async ({ blue, web, control }) => {
    const [before, controlBefore] = [await web.hostsFile(), await control.hostsFile()];
    const connected = await web.connect(blue);
    const [between, there] = [await web.hostsFile(), web.attachment(blue).address];
    const disconnected = await web.disconnect(blue);
    const after = await web.hostsFile();
    const restarted = await web.restart();
    const later = await web.hostsFile();
    return {
      before,
      between,
      there,
      after,
      later,
      actions: [connected, disconnected, restarted],
      control: [controlBefore, await control.hostsFile()],
    };
  },
  expect: ({ web, control: neighbour }, { before, between, there, after, later, actions, control }) => {
    const own = (file: typeof before) => file.filter(({ names }) => names.includes('shop'));
    return [
      ...actions.map(succeeded),
      that(
        'localhost is 127.0.0.1',
        before.some((line) => line.address === localhost && line.names.includes('localhost')),
        before,
      ),
      same('the lines for its hostname are', own(before), [{ address: own(before)[0]?.address, names: ['shop'] }]),
      same('connected, the file has beside them', own(between).slice(1), [{ address: there, names: ['shop'] }]),
      same('disconnected, the file is', after, before),
      same('after a restart the lines are', own(later), [{ address: web.address, names: ['shop'] }]),
      same('the file of a neighbour is', control[1], control[0]),
      that(
        'without --hostname it has the container’s short id',
        control[0]?.some(({ names }) => names.includes(neighbour.id.slice(0, 12))) === true,
        control[0],
      ),
    ];
  },
  known: [
    {
      engines: '<28.0.0',
      because: 'disconnecting takes the lines of every network away, until a restart',
      instead: ({ web }, { between, there, after, later, actions, control }) => {
        const own = (file: typeof after) => file.filter(({ names }) => names.includes('shop'));
        return [
          ...actions.map(succeeded),
          same('connected, the file has beside them', own(between).slice(1), [{ address: there, names: ['shop'] }]),
          none('disconnected, the file has no line for the hostname', own(after)),
          same('after a restart the lines are', own(later), [{ address: web.address, names: ['shop'] }]),
          same('the file of a neighbour is', control[1], control[0]),
        ];
      },
    },
  ],
  sabotage: withGiven({ web: container({ on: 'app' }) }),
});
