import test from 'ava';
import { requireFeatures, bootModules } from './features.js';
import { hasModule, loadOrder, parseModules } from './modules.js';

// Of linux-image-6.1.0-50-cloud-amd64 6.1.176-1, as depmod wrote it.
const dependencies = `kernel/fs/fuse/fuse.ko:
kernel/fs/fuse/virtiofs.ko: kernel/drivers/virtio/virtio_ring.ko kernel/drivers/virtio/virtio.ko kernel/fs/fuse/fuse.ko
kernel/fs/overlayfs/overlay.ko:
kernel/drivers/virtio/virtio.ko:
kernel/drivers/virtio/virtio_ring.ko:
kernel/drivers/virtio/virtio_pci_modern_dev.ko:
kernel/drivers/virtio/virtio_pci_legacy_dev.ko:
kernel/drivers/virtio/virtio_pci.ko: kernel/drivers/virtio/virtio_pci_legacy_dev.ko \
kernel/drivers/virtio/virtio_pci_modern_dev.ko kernel/drivers/virtio/virtio_ring.ko kernel/drivers/virtio/virtio.ko
kernel/drivers/char/virtio_console.ko: kernel/drivers/virtio/virtio_ring.ko kernel/drivers/virtio/virtio.ko
kernel/drivers/net/veth.ko:
kernel/net/bridge/bridge.ko.xz: kernel/net/802/stp.ko.xz kernel/net/llc/llc.ko.xz
kernel/net/802/stp.ko.xz: kernel/net/llc/llc.ko.xz
kernel/net/llc/llc.ko.xz:
`;
const builtin = ['packet/af_packet', 'netfilter/nf_tables', 'netfilter/nft_compat']
  .map((file) => `kernel/net/${file}.ko\n`)
  .join('');

test('every module is loaded after those that it needs, once', (t) => {
  const modules = parseModules(dependencies, builtin);
  const order = loadOrder(modules, [...bootModules, 'bridge']).map((file) => file.split('/').at(-1));
  t.deepEqual(order, [
    'virtio_ring.ko',
    'virtio.ko',
    'virtio_pci_modern_dev.ko',
    'virtio_pci_legacy_dev.ko',
    'virtio_pci.ko',
    'virtio_console.ko',
    'fuse.ko',
    'virtiofs.ko',
    'overlay.ko',
    'llc.ko.xz',
    'stp.ko.xz',
    'bridge.ko.xz',
  ]);
  t.deepEqual(loadOrder(modules, ['af_packet', 'nf_tables']), [], 'built in');
});

test('a module is there if it is loadable or built in, with a hyphen or an underscore', (t) => {
  const modules = parseModules('kernel/drivers/x/a-b.ko.zst:\n', builtin);
  t.true(hasModule(modules, 'a_b'));
  t.true(hasModule(modules, 'af_packet'));
  t.false(hasModule(modules, 'virtiofs'));
});

test('a kernel that lacks something is refused with the names of the options', (t) => {
  const modules = parseModules(dependencies, builtin);
  t.throws(
    () => {
      requireFeatures('6.1.0', modules, null);
    },
    { message: /^the kernel 6\.1\.0 cannot run docknet: it lacks CONFIG_NF_CONNTRACK \(nf_conntrack\), CONFIG_NF_NAT/ },
  );
  const complete = parseModules(dependencies, `${builtin}kernel/nf_conntrack.ko\nkernel/nf_nat.ko\n`);
  t.notThrows(() => {
    requireFeatures('6.1.0', complete, null);
  });
  t.throws(
    () => {
      requireFeatures('6.1.0', complete, '# CONFIG_CGROUPS is not set\nCONFIG_PCI=y\n');
    },
    { message: /it lacks CONFIG_BLK_DEV_INITRD, CONFIG_CGROUPS, CONFIG_DEVTMPFS/ },
  );
});
