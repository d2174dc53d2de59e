import type { VNode } from 'preact';
import type { PacketStore } from '../packet-store.js';
import type { ReportInput } from '../types.js';
import { Check } from '../run/check.js';
import { areaId, groupByArea } from '../run/overview.js';

/** The search box and every check, by area. */
export function Checks({ input, packets }: { readonly input: ReportInput; readonly packets: PacketStore }): VNode {
  return (
    <section class="checks" aria-labelledby="checks">
      <div class="finder">
        <h2 id="checks">Checks</h2>
        <input
          id="search"
          class="scripted"
          type="search"
          aria-label="Search checks"
          placeholder="Search, or area:nat verdict:deviates"
          autocomplete="off"
          spellcheck={false}
        />
        <output id="found" class="scripted" for="search" />
      </div>
      {groupByArea(input.record.checks).map(({ area, members }) => (
        <div class="area" id={areaId(area)} key={area}>
          <h3>{area}</h3>
          {members.map((check) => (
            <Check key={check.id} check={check} evidence={input.evidence.get(check.id)} packets={packets} />
          ))}
        </div>
      ))}
      <p id="nothing" class="nothing" hidden>
        No check matches. <kbd>Esc</kbd> in the search box clears it; pressed counts filter too.
      </p>
    </section>
  );
}
