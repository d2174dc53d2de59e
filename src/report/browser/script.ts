import * as card from './card.js';
import * as dissection from './dissection.js';
import * as filter from './filter.js';
import * as keyboard from './keyboard.js';
import * as links from './links.js';
import * as packetFields from './packet-fields.js';
import * as packets from './packets.js';
import * as query from './query.js';
import * as relatives from './relatives.js';
import * as sifting from './sifting.js';
import * as stepping from './stepping.js';
import * as theme from './theme.js';

/**
 * A page's script: the text of every function of these modules, in one scope, and the calls that start it. The page
 * must be one file, and this room reads none, so the compiled functions are written out as they are; each is exported
 * for that, and declared with `function`, since a constant beside it would not come along.
 */
function scriptOf(modules: readonly object[], starts: readonly string[]): string {
  return [
    '(() => {\n"use strict";\ndocument.documentElement.classList.add("js");',
    ...modules.flatMap((module) => Object.values(module).map(String)),
    ...starts.map((start) => `${start}();`),
    '})();',
  ].join('\n');
}

/** The script of a run's page. */
export const script = scriptOf(
  [card, dissection, filter, keyboard, links, packetFields, packets, query, relatives, sifting, stepping, theme],
  [
    'startTheme',
    'startFilter',
    'startPackets',
    'startRelatives',
    'startSifting',
    'startStepping',
    'startKeyboard',
    'startReadout',
    'startLinks',
  ],
);

/** The script of a trace's page. */
export const traceScript = scriptOf(
  [card, dissection, packetFields, packets, relatives, sifting, stepping, theme],
  ['startTheme', 'startPackets', 'startRelatives', 'startSifting', 'startStepping'],
);

/** The script of pages that have nothing to explore: of the documents, of comparisons. */
export const documentsScript = scriptOf([theme], ['startTheme']);
