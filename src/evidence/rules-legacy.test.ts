import test from 'ava';
import { liveRules } from './testing/live-rules.js';

test('an engine on legacy iptables: the same rules, told by the trace of legacy tables', liveRules, 'legacy');
