import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  lanHost,
  same,
  syn,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'hosts/host-gateway',
  title: 'host-gateway stands for docker0’s address, where services of the host answer',
  claim: documented(
    'run',
    '--add-host',
    'host-gateway as an address stands for the docker host: its services answer the container there.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'other.example': '198.51.100.77' } }),
    app: bridge(),
    service: container({ on: 'host', serve: 8085 }),
    web: container({ on: 'app', extraHosts: ['gateway.example:host-gateway'] }),
    plain: container({ extraHosts: ['gateway.example:host-gateway'] }),
    control: container({ on: 'app' }),
  },
  when: async ({ web, plain, control }) => ({
    page: await web.get('gateway.example', 8085),
    plain: await plain.get('gateway.example', 8085),
    lookup: await control.lookup('gateway.example'),
    file: await web.hostsFile(),
  }),
  expect: ({ app, web, plain, host }, { page, plain: other, lookup, file }) => [
    answered(page),
    clientSeenAs(page, web),
    app.bridge.saw(syn(web, host.docker0.gateway, 8085)),
    answered(other),
    clientSeenAs(other, plain),
    unresolved(lookup), // without the option
    same(
      'the lines for the name are',
      file.filter(({ names }) => names.includes('gateway.example')),
      [{ address: host.docker0.gateway, names: ['gateway.example'] }],
    ),
  ],
  sabotage: withGiven({ web: container({ on: 'app' }) }),
  needs: { dns: null, 'host-gateway-ip': null },
});
