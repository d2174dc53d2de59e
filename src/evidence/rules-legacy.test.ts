import test from 'ava';
import { liveRules } from './testing/live-rules.js';

test('an engine on legacy iptables: the same rules, from the trace of legacy tables', liveRules, 'legacy');
