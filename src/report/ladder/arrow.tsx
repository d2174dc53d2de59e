import type { VNode } from 'preact';
import type { AppliedRule, Translation } from '../../journey/index.js';
import { formatInterval } from '../../text/index.js';
import { formatEndpoint } from '../packet-summary.js';
import { classifyRule, formatRulePlace, isTextShown, RuleName, RuleText } from './rule.js';
import type { Arrow, Carried } from './types.js';

type Names = ReadonlyMap<string, string>;

/**
 * Draws the arrow between two dots: what was rewritten, by which rule, and how long it took; below it the rule's text.
 */
export function ArrowItem({
  arrow: { carried, tookNs, changes, rules },
  from,
  to,
  outermost,
  names,
}: {
  readonly arrow: Arrow;
  readonly from: number;
  readonly to: number;
  readonly outermost: number;
  readonly names: Names;
}): VNode {
  const rewrites = listRewrites(changes);
  const rewriting = rewrites.length === 0 ? [] : rules.filter((rule) => classifyRule(rule) === 'rewrote');
  const texts = rewriting.filter(isTextShown);
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  const ttl = changes.find(({ field }) => field === 'TTL');
  return (
    <>
      <li class={`arrow f${left} t${right}${carried === null ? '' : ' carried'}`}>
        {carried === null ? null : <div class="box">{carriers[carried]}</div>}
        {rewrites.length === 0 ? null : <RewriteBox rewrites={rewrites} rules={rewriting} names={names} />}
        {tookNs === null ? '' : formatInterval(tookNs)}
        {ttl === undefined ? '' : `, TTL ${ttl.from}→${ttl.to}`}
        {rules
          .filter((rule) => classifyRule(rule) === 'accepted')
          .map((rule, position) => (
            <p key={position} class="accepted">
              accepted by {formatRulePlace(rule)}
            </p>
          ))}
      </li>
      {texts.length === 0 ? null : (
        <li class={`rule-texts f${Math.max(0, left - 1)} t${Math.min(outermost, right + 1)}`}>
          {texts.map((rule, position) => (
            <RuleText key={position} rule={rule} />
          ))}
        </li>
      )}
    </>
  );
}

const carriers: Readonly<Record<Carried, VNode>> = {
  proxied: (
    <>
      <b>proxied</b> in a new flow
    </>
  ),
  'query forwarded': (
    <>
      <b>resolver</b> forwards the query
    </>
  ),
  'answer forwarded': (
    <>
      <b>resolver</b> forwards the answer
    </>
  ),
};

interface Rewrite {
  readonly field: string;
  readonly before: Endpoint;
  readonly after: Endpoint;
}

/** An empty address means that only the port changed. */
interface Endpoint {
  readonly address: string;
  readonly port: number | null;
}

/** Lists what an arrow rewrote: an address with its port if both changed, else the one that did. */
function listRewrites(changes: readonly Translation[]): readonly Rewrite[] {
  const find = (field: Translation['field']): Translation | undefined =>
    changes.find((change) => change.field === field);
  const toNumber = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
  const rewrites = (['source', 'destination'] as const).flatMap((side): Rewrite[] => {
    const [address, port] = [find(side), find(`${side} port`)];
    if (address === undefined && port === undefined) return [];
    return [
      {
        field: address === undefined ? `${side} port` : side,
        before: { address: address?.from ?? '', port: toNumber(port?.from) },
        after: { address: address?.to ?? '', port: toNumber(port?.to) },
      },
    ];
  });
  const id = find('ICMP id');
  if (id === undefined) return rewrites;
  const [before, after] = [toNumber(id.from), toNumber(id.to)];
  return [...rewrites, { field: id.field, before: { address: '', port: before }, after: { address: '', port: after } }];
}

function RewriteBox({
  rewrites,
  rules,
  names,
}: {
  readonly rewrites: readonly Rewrite[];
  readonly rules: readonly AppliedRule[];
  readonly names: Names;
}): VNode {
  return (
    <div class="box rewrite">
      {rewrites.map(({ field, before, after }) => (
        <p key={field}>
          <span class="field">{field}</span>{' '}
          <span class="endpoint">
            <EndpointText {...before} names={names} canBreak />
          </span>{' '}
          <span class="endpoint">
            → <EndpointText {...after} isChanged names={names} canBreak />
          </span>
        </p>
      ))}
      {rules.map((rule, position) => (
        <p key={position} class="rule">
          <RuleName rule={rule} />
        </p>
      ))}
    </div>
  );
}

/** Shows an address and its port after the address's name; marks it if it changed. */
export function EndpointText({
  address,
  port,
  isChanged = false,
  names,
  canBreak = false,
}: Endpoint & {
  readonly isChanged?: boolean;
  readonly names: Names;
  /** Allows a line break before the port. */
  readonly canBreak?: boolean;
}): VNode {
  const name = names.get(address);
  const text = address === '' ? String(port) : formatEndpoint(address, port);
  const cut = address === '' || port === null || !canBreak ? text.length : text.lastIndexOf(':');
  const content = (
    <>
      {name === undefined ? null : (
        <>
          <i>{name}</i>{' '}
        </>
      )}
      {text.slice(0, cut)}
      {cut === text.length ? null : (
        <>
          <wbr />
          {text.slice(cut)}
        </>
      )}
    </>
  );
  return isChanged ? <mark>{content}</mark> : content;
}
