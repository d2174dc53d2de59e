import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  failed,
  same,
  succeeded,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'hosts/host-gateway-after-reload',
  title: 'host-gateway stands for the host’s address in containers that start after a reload of daemon.json, too',
  claim: documented(
    'dockerd',
    'Configuration reload behavior',
    'A reload on SIGHUP changes the listed options alone, such as labels; host-gateway-ip is not among them.',
  ),
  given: {
    daemon: engine({}),
    app: bridge(),
    service: container({ on: 'host', serve: 8085 }),
    control: container({ on: 'app', extraHosts: ['gate:host-gateway'] }),
    web: container({ on: 'app', started: false, extraHosts: ['gate:host-gateway'] }),
    plain: container({ started: false, extraHosts: ['gate:host-gateway'] }),
  },
  when: async ({ web, plain, control, host }) => {
    const visit = async (of: typeof web) => ({
      call: await of.get('gate', 8085),
      lines: (await of.hostsFile()).filter(({ names }) => names.includes('gate')).map(({ address }) => address),
    });
    const reloaded = [await host.reloadEngine({ labels: ['rack=7'] }), await host.reloadEngine()];
    const started = [await web.start(), await plain.start()];
    const visits = started.every(({ ok }) => ok) ? [await visit(web), await visit(plain)] : [];
    return { reloaded, started, earlier: await visit(control), visits };
  },
  expect: ({ app, web, plain, control, host }, { reloaded, started, earlier, visits }) => [
    ...[...reloaded, ...started].map(succeeded),
    ...[earlier, ...visits].map(({ call }, n) => clientSeenAs(call, [control, web, plain][n] ?? host)),
    same(
      'host-gateway is',
      visits.map(({ lines }) => lines),
      [[host.docker0.gateway], [host.docker0.gateway]],
    ),
    app.bridge.saw(syn(web, host.docker0.gateway, 8085)),
  ],
  sabotage: withGiven({ web: container({ on: 'app', started: false }) }),
  needs: { 'host-gateway-ip': null },
  known: [
    {
      engines: '>=28.0.0 <29.3.0',
      because: 'a reload loses the address, and no container with host-gateway starts any more (moby #52060)',
      instead: ({ app, control, host }, { reloaded, started, earlier }) => [
        ...reloaded.map(succeeded),
        ...started.map((action) => failed(action, 'invalid IP')),
        answered(earlier.call),
        app.bridge.saw(syn(control, host.docker0.gateway, 8085)),
      ],
    },
  ],
});
