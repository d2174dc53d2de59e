import test from 'ava';
import { findFault, type Fault } from '../../fault/index.js';
import { chooseControl, rankCandidates } from './fault-candidates.js';
import type { ControlCheck } from './fault-trial.js';

const fault = findFault('iptables/masquerade-missing') as Fault;
const check = (id: string, changes: Partial<ControlCheck> = {}): ControlCheck => ({
  id,
  verdict: 'conforms',
  milliseconds: 1000,
  leaves: false,
  acting: { onCheck: [fault.id], onLab: [] },
  ...changes,
});
const none = new Map<string, readonly string[]>();

test('a fault is tried on checks on whose work it acts, those of their own first, then the short ones', (t) => {
  const control = [
    check('nat/by-lab', { acting: { onCheck: [], onLab: [fault.id] }, milliseconds: 100 }),
    check('nat/long', { milliseconds: 5000 }),
    check('nat/short'),
    check('nat/untouched', { acting: { onCheck: ['iptables/dnat-left'], onLab: [] } }),
    check('nat/failing', { verdict: 'deviates' }),
    check('dns/of-another-area'),
  ];
  t.deepEqual(rankCandidates(fault, control, none, true), ['nat/short', 'nat/long', 'nat/by-lab']);
});

test('checks that are recorded as noticing are tried alone, or first', (t) => {
  const recorded = new Map([[fault.id, ['dns/known', 'nat/known', 'nat/removed']]]);
  const control = ['nat/other', 'nat/known', 'dns/known'].map((id) => check(id, { acting: null }));
  const ids = control.map(({ id }) => id);
  t.deepEqual(chooseControl([fault], ids, recorded, false), ['nat/known', 'dns/known']);
  t.deepEqual(rankCandidates(fault, control, recorded, false), ['dns/known', 'nat/known']);
  t.deepEqual(rankCandidates(fault, control, recorded, true), ['nat/known', 'nat/other']);
});
