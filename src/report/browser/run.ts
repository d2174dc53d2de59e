/** The script of a run's page and of a matrix. */
import './theme.js';
import { startDownloads } from './downloads.js';
import { startLadders } from './ladder.js';
import { startNavigation } from './navigation.js';
import { startPackets } from './packet-table.js';
import { startSearch } from './search.js';

startDownloads();
startSearch();
startPackets();
startLadders();
startNavigation();
