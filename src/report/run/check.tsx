import type { ComponentChildren, VNode } from 'preact';
import { displayTitle, type CheckRecord, type Evidence } from '../../record/index.js';
import { formatDuration } from '../../text/index.js';
import { findTitle } from '../documents/outlines.js';
import { FileLink, PageLink } from '../files.js';
import type { SettledExpectation } from '../ladder/dot.js';
import { layOutLadder } from '../ladder/layout.js';
import { LadderView } from '../ladder/view.js';
import type { PacketStore } from '../packet-store.js';
import { documentsPage } from '../page.js';
import { linkToId } from '../text.js';
import type { CheckEvidence } from '../types.js';
import { describeVerdict, findSign, VerdictChip, verdictClass } from '../verdict.js';
import { Expectations, Steps } from './check-details.js';
import { LeftoverList } from './leftovers.js';
import { Rules } from './check-rules.js';

/** One check: one line when closed; claim, steps, expectations, packets, rules and files when open. */
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
        <VerdictChip verdict={verdict} />
        <h4>
          <CheckId id={check.id} />
        </h4>
        <span class="title">{displayTitle(check)}</span>
        <span class="verdict">{describeVerdict(check)}</span>
        <span class="took">{formatDuration(check.milliseconds)}</span>
      </summary>
      <div class="body">
        <Claim check={check} />
        <Reason check={check} />
        {evidence?.problem === undefined || evidence.problem === null ? null : (
          <p class="notice">The evidence could not be read in full: {evidence.problem}</p>
        )}
        <Details check={check} evidence={evidence} packets={packets} />
        <Part name="Rules">
          <Rules
            check={check}
            changes={evidence === undefined || check.evidence.firewallBefore === null ? null : evidence.firewallChanges}
            hooks={evidence?.hooks}
          />
        </Part>
        {check.leftovers === undefined || check.leftovers.length === 0 ? null : (
          <Part name="Left behind">
            <LeftoverList leftovers={check.leftovers} />
          </Part>
        )}
        <Part name="Files">
          <Files evidence={check.evidence} />
        </Part>
      </div>
    </details>
  );
}

/** A check's id with its area set back. */
export function CheckId({ id }: { readonly id: string }): VNode {
  const cut = id.indexOf('/') + 1;
  return (
    <>
      <span class="area-part">{id.slice(0, cut)}</span>
      {id.slice(cut)}
    </>
  );
}

function Claim({ check: { id, claim } }: { readonly check: CheckRecord }): VNode {
  return (
    <figure class="claim">
      <blockquote>
        <p>{claim.text}</p>
      </blockquote>
      <figcaption>
        {findTitle(claim.document)},{' '}
        <cite>
          <PageLink href={`${documentsPage}${linkToId(id)}`}>{claim.section}</PageLink>
        </cite>{' '}
        <a class="permalink" href={linkToId(id)} aria-label={`Link to ${id}`}>
          #{id}
        </a>
      </figcaption>
    </figure>
  );
}

function Reason({ check: { verdict, reason, rulesFinding, sabotage } }: { readonly check: CheckRecord }): VNode | null {
  const hasRules = rulesFinding === 'otherwise' || rulesFinding === 'none documented';
  if (reason === '' && verdict === 'conforms' && sabotage === null && !hasRules) return null;
  return (
    <div class={`reason ${verdictClass(verdict)}`}>
      <p>
        <b>{verdict}</b>
        {verdict === 'conforms' ? null : <>: {findSign(verdict).meaning}</>}
      </p>
      {reason === '' ? null : <p>{reason}</p>}
      {hasRules ? (
        <p>
          <b>rules</b>{' '}
          {rulesFinding === 'otherwise'
            ? 'Other rules than those documented did it.'
            : 'No rule is documented for this firewall backend.'}
        </p>
      ) : null}
      {sabotage === null ? null : (
        <p>
          <b>sabotage</b> {sabotage}
        </p>
      )}
    </div>
  );
}

/** Shows what was done, what was expected and seen, and the packets. */
function Details({
  check,
  evidence,
  packets,
}: {
  readonly check: CheckRecord;
  readonly evidence: CheckEvidence | undefined;
  readonly packets: PacketStore;
}): VNode {
  const { id, expectations, instead } = check;
  const settles = collectSettled([...expectations, ...instead]);
  const ladder = layOutLadder(check.points, evidence?.journeys ?? [], new Set(settles.keys()));
  const shown = new Set(ladder.packets.flatMap(({ journey }) => journey.hops.map(({ index }) => index)));
  const relevant = { label: 'Relevant to this check', isDefault: true };
  return (
    <>
      <div class="steps-and-expectations">
        <Part name="What was done">
          <Steps steps={check.steps} />
        </Part>
        <div>
          <Part name={instead.length > 0 ? 'The claim, line by line' : 'Expected and seen'}>
            {expectations.length === 0 ? (
              <p class="none">Nothing was judged.</p>
            ) : (
              <Expectations check={id} lines={expectations} shown={shown} first={1} />
            )}
          </Part>
          {instead.length === 0 ? null : (
            <Part name="The known deviation, line by line">
              <Expectations check={id} lines={instead} shown={shown} first={expectations.length + 1} />
            </Part>
          )}
        </div>
      </div>
      {check.points.length === 0 && ladder.packets.length === 0 ? null : (
        <Part name="Packets from point to point">
          <LadderView
            ladder={ladder}
            totalFrames={evidence?.frames ?? null}
            recording={check.evidence.recording}
            context={{ name: id, relevant, foldsChatter: false, settles, names: evidence?.names ?? new Map(), packets }}
          />
        </Part>
      )}
    </>
  );
}

/** Collects the expectations by the frame that settles them; numbers them in order, the claim's first. */
export function collectSettled(lines: CheckRecord['expectations']): ReadonlyMap<number, readonly SettledExpectation[]> {
  const settles = new Map<number, SettledExpectation[]>();
  lines.forEach(({ frames, held }, position) => {
    for (const frame of frames) settles.set(frame, [...(settles.get(frame) ?? []), { number: position + 1, held }]);
  });
  return settles;
}

const evidenceFiles = [
  { key: 'recording', name: 'recording (pcapng)' },
  { key: 'firewallBefore', name: 'firewall before' },
  { key: 'firewallAfter', name: 'firewall after' },
  { key: 'nftBefore', name: 'nftables before' },
  { key: 'nftAfter', name: 'nftables after' },
  { key: 'trace', name: 'rule trace' },
  { key: 'engineLog', name: 'engine log' },
  { key: 'topology', name: 'topology' },
] as const;

/** Links to the evidence beside the record. */
function Files({ evidence }: { readonly evidence: Evidence }): VNode {
  const files = evidenceFiles.flatMap(({ key, name }) => {
    const path = evidence[key];
    return path === null ? [] : [{ name, path }];
  });
  if (files.length === 0) return <p class="none">This check left no files.</p>;
  return (
    <ul class="files">
      {files.map(({ name, path }) => (
        <li key={name}>
          <FileLink path={path}>{name}</FileLink>
        </li>
      ))}
    </ul>
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
