import { bridge, conformance, container, documented, lanHost, same, succeeded, withGiven } from 'docknet';

export default conformance({
  id: 'dns/edited-file-kept',
  title: 'a resolv.conf edited in the container stays as it is when networks come and go',
  claim: documented(
    'rn-26',
    '26.0',
    'The engine makes no further changes to a container’s resolv.conf once it was edited.',
  ),
  given: {
    resolver: lanHost({ resolves: { '*': '198.51.100.77' } }),
    app: bridge(),
    web: container(),
    control: container(),
  },
  when: async ({ app, web, control }) => {
    await web.sh('echo "nameserver 192.0.2.53" > /etc/resolv.conf');
    const connected = [await web.connect(app), await control.connect(app)];
    const files = [await web.read('/etc/resolv.conf')];
    const disconnected = await web.disconnect(app);
    files.push(await web.read('/etc/resolv.conf'));
    return { actions: [...connected, disconnected], files, control: await control.resolvConf() };
  },
  expect: (_, { actions, files, control }) => [
    ...actions.map(succeeded),
    ...['connecting', 'disconnecting'].map((change, n) =>
      same(`after ${change} the file is`, files[n], 'nameserver 192.0.2.53\n'),
    ),
    same('the name servers of a container whose file was not edited are', control.nameServers, ['127.0.0.11']),
  ],
  sabotage: withGiven({ control: container({ on: 'none' }) }),
  appliesTo: { engines: '>=26.0.0', because: 'before engine 26 the file was made anew' },
  needs: { dns: null },
});
