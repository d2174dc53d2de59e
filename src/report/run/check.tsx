import type { ComponentChildren, VNode } from 'preact';
import { displayTitle, type CheckRecord } from '../../record/index.js';
import { findTitle } from '../documents/outlines.js';
import { formatDuration } from '../../text/index.js';
import { ladderOf } from '../ladder/layout.js';
import { documentsPage } from '../page-files.js';
import type { PacketStore } from '../packet-store.js';
import { signOf, verdictClass } from '../verdict.js';
import type { CheckEvidence } from '../types.js';
import { Expectations } from './check-details.js';
import { Files } from '../page/files.js';
import { LadderView } from '../ladder/view.js';
import type { Settled } from '../page/ladder-surroundings.js';
import { Rules } from './check-rules.js';
import { Steps } from '../page/steps.js';
import { Chip } from '../page/text.js';
import { linkToId } from '../text.js';

/** One check: a line when closed; claim, doings, expectations, frames, rules and files when open. */
export function Check({
  check,
  evidence,
  packets,
}: {
  readonly check: CheckRecord;
  readonly evidence: CheckEvidence | undefined;
  readonly packets: PacketStore;
}): VNode {
  const { verdict } = check;
  const settles = settledBy(check);
  const ladder = ladderOf(check.points, evidence?.journeys ?? [], new Set(settles.keys()));
  const shown = new Set(ladder.packets.flatMap(({ journey }) => journey.hops.map(({ index }) => index)));
  return (
    <details
      class={`check ${verdictClass(verdict)}`}
      id={check.id}
      data-filter={verdict}
      data-verdict={verdict}
      data-area={check.id.split('/')[0]}
      data-document={check.claim.document}
    >
      <summary>
        <Chip verdict={verdict} />
        <h4>
          <Identity id={check.id} />
        </h4>
        <span class="title">{displayTitle(check)}</span>
        <span class="standing">{verdict}</span>
        <span class="took">{formatDuration(check.milliseconds)}</span>
      </summary>
      <div class="body">
        <figure class="claim">
          <blockquote>
            <p>{check.claim.text}</p>
          </blockquote>
          <figcaption>
            {findTitle(check.claim.document)},{' '}
            <cite>
              <a href={`${documentsPage}${linkToId(check.id)}`}>{check.claim.section}</a>
            </cite>{' '}
            <a class="permalink" href={linkToId(check.id)} aria-label={`Link to ${check.id}`}>
              #{check.id}
            </a>
          </figcaption>
        </figure>
        <Reason check={check} />
        {evidence?.problem === undefined || evidence.problem === null ? null : (
          <p class="notice">The evidence could not be read in full: {evidence.problem}</p>
        )}
        <div class="pair">
          <Part name="What was done">
            <Steps steps={check.steps} />
          </Part>
          <div>
            <Part name={check.instead.length > 0 ? 'The claim, line by line' : 'Expected and seen'}>
              {check.expectations.length === 0 ? (
                <p class="none">Nothing was judged.</p>
              ) : (
                <Expectations check={check.id} lines={check.expectations} shown={shown} first={1} />
              )}
            </Part>
            {check.instead.length === 0 ? null : (
              <Part name="What is expected on this engine instead">
                <Expectations
                  check={check.id}
                  lines={check.instead}
                  shown={shown}
                  first={check.expectations.length + 1}
                />
              </Part>
            )}
          </div>
        </div>
        {check.points.length === 0 && ladder.packets.length === 0 ? null : (
          <Part name="The packets, from point to point">
            <LadderView
              ladder={ladder}
              total={evidence?.frames ?? null}
              recording={check.evidence.recording}
              surroundings={{
                name: check.id,
                mattering: { called: 'What the check turns on', alone: true },
                settles,
                names: evidence?.names ?? new Map(),
                packets,
              }}
            />
          </Part>
        )}
        <Part name="Rules">
          <Rules
            check={check}
            changes={evidence === undefined || check.evidence.firewallBefore === null ? null : evidence.firewallChanges}
          />
        </Part>
        <Part name="Files">
          <Files evidence={check.evidence} />
        </Part>
      </div>
    </details>
  );
}

/** The id with its area set back: the list is grouped by area already. */
function Identity({ id }: { readonly id: string }): VNode {
  const cut = id.indexOf('/') + 1;
  return (
    <>
      <span class="area-part">{id.slice(0, cut)}</span>
      {id.slice(cut)}
    </>
  );
}

function Part({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode {
  return (
    <section class="part">
      <h5>{name}</h5>
      {children}
    </section>
  );
}

function Reason({ check }: { readonly check: CheckRecord }): VNode | null {
  const { verdict } = check;
  if (check.reason === '' && verdict === 'conforms' && check.sabotage === null) return null;
  return (
    <div class={`reason ${verdictClass(verdict)}`}>
      <p>
        <b>{verdict}</b>
        {verdict === 'conforms' ? null : <>: {signOf(verdict).meaning}</>}
      </p>
      {check.reason === '' ? null : (
        <p>
          {verdict === 'known deviation' ? 'Because ' : ''}
          {check.reason}
        </p>
      )}
      {check.sabotage === null ? null : (
        <p>
          <b>sabotage</b> {check.sabotage}
        </p>
      )}
    </div>
  );
}

/** The lines, numbered claim first, then instead, by the frame that settles them. */
function settledBy(check: CheckRecord): ReadonlyMap<number, readonly Settled[]> {
  const settles = new Map<number, Settled[]>();
  [...check.expectations, ...check.instead].forEach(({ frames, held }, position) => {
    for (const frame of frames) settles.set(frame, [...(settles.get(frame) ?? []), { line: position + 1, held }]);
  });
  return settles;
}
