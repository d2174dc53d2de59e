/** The script of a trace's page. */
import './theme.js';
import { startLadders } from './ladder.js';
import { startPackets } from './packet-table.js';

startPackets();
startLadders();
