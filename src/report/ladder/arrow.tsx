import type { VNode } from 'preact';
import type { AppliedRule, Translation } from '../../journey/index.js';
import { formatInterval } from '../../text/index.js';
import { placeOf, roleOf } from './rule-role.js';
import type { Stop, Stretch } from './types.js';
import { End } from '../page/ladder-leg.js';

/** The arrow from one station to the next: what changed on it, by which rule, and how long it took; below, wider than the arrow may be, the rule's text. */
export function StretchArrow({
  stretch: { carried, took, changes, rules },
  from,
  to,
  outermost,
  names,
}: {
  readonly stretch: Stretch;
  readonly from: number;
  readonly to: number;
  readonly outermost: number;
  readonly names: ReadonlyMap<string, string>;
}): VNode {
  const rewrites = sides(changes);
  const rewriting = rewrites.length === 0 ? [] : rules.filter((rule) => roleOf(rule) === 'rewrote');
  const texts = rewriting.filter(spelledOut);
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  const ttl = changes.find(({ field }) => field === 'TTL');
  const through = rules.filter((rule) => roleOf(rule) === 'let through');
  return (
    <>
      <li class={`to f${left} t${right}${carried === null ? '' : ' carried'}`}>
        {carried === null ? null : (
          <div class="box">
            {
              {
                proxied: (
                  <>
                    <b>proxied</b>, a new flow
                  </>
                ),
                'asked on': (
                  <>
                    <b>resolver</b> asks on
                  </>
                ),
                answered: (
                  <>
                    <b>resolver</b> answers
                  </>
                ),
              }[carried]
            }
          </div>
        )}
        {rewrites.length === 0 ? null : (
          <div class="box rewrite">
            {rewrites.map(({ field, was, is }) => (
              <p key={field}>
                <span class="field">{field}</span> <span class="end">{ending(was, names)}</span>{' '}
                <span class="end">→ {ending(is, names, true)}</span>
              </p>
            ))}
            {rewriting.map((rule, position) => (
              <p key={position} class="rule">
                <RuleName rule={rule} />
              </p>
            ))}
          </div>
        )}
        {took === null ? '' : formatInterval(took)}
        {ttl === undefined ? '' : `, TTL ${ttl.from}→${ttl.to}`}
        {through.map((rule, position) => (
          <p key={position} class="through">
            accepted by {placeOf(rule)}
          </p>
        ))}
      </li>
      {texts.length === 0 ? null : (
        <li class={`texts f${Math.max(0, left - 1)} t${Math.min(outermost, right + 1)}`}>
          {texts.map((rule, position) => (
            <RuleText key={position} rule={rule} />
          ))}
        </li>
      )}
    </>
  );
}

interface Address {
  readonly address: string;
  readonly port: number | null;
}

function ending({ address, port }: Address, names: ReadonlyMap<string, string>, changed = false): VNode {
  if (address !== '') return <End address={address} port={port} changed={changed} names={names} narrow />;
  return changed ? <mark>{port}</mark> : <>{port}</>;
}

/** What a stretch rewrote: an address with its port where both changed, the port alone where only that did. */
function sides(
  changes: readonly Translation[],
): readonly { readonly field: string; readonly was: Address; readonly is: Address }[] {
  const change = (field: Translation['field']): Translation | undefined =>
    changes.find((candidate) => candidate.field === field);
  const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
  const ends = (['source', 'destination'] as const).flatMap((side) => {
    const [address, port] = [change(side), change(`${side} port`)];
    if (address === undefined && port === undefined) return [];
    return [
      {
        field: address === undefined ? `${side} port` : side,
        was: { address: address?.from ?? '', port: number(port?.from) },
        is: { address: address?.to ?? '', port: number(port?.to) },
      },
    ];
  });
  const id = change('ICMP id');
  return id === undefined
    ? ends
    : [
        ...ends,
        { field: id.field, was: { address: '', port: number(id.from) }, is: { address: '', port: number(id.to) } },
      ];
}

/** What rewrote a packet before any point saw it: a host's own packets meet OUTPUT first. */
export function Before({
  rules,
  column,
  outermost,
}: {
  readonly rules: readonly AppliedRule[];
  readonly column: number;
  readonly outermost: number;
}): VNode {
  return (
    <li class={`texts f${Math.max(0, column - 1)} t${Math.min(outermost, column + 1)}`}>
      <div class="box rewrite">
        <p class="field">before the first point</p>
        {rules.map((rule, position) => (
          <p key={position} class="rule">
            <RuleName rule={rule} /> {spelledOut(rule) ? <RuleText rule={rule} /> : null}
          </p>
        ))}
      </div>
    </li>
  );
}

/** Where a packet went no further, and by which rule. */
export function StopMark({
  stop: { column, toward, rule, rewritten },
  outermost,
}: {
  readonly stop: Stop;
  readonly outermost: number;
}): VNode {
  const room = toward === 'outward' ? outermost - column : toward === 'inward' ? column : 0;
  const [side, first, last] =
    room === 0
      ? (['u', Math.max(0, column - 1), Math.min(outermost, column + 1)] as const)
      : toward === 'inward'
        ? (['l', Math.max(0, column - 2), column] as const)
        : (['r', column, Math.min(outermost, column + 2)] as const);
  return (
    <li class={`stop ${side} f${first} t${last}`}>
      <span class="cross" aria-hidden="true">
        ✕
      </span>
      <div class="box">
        {rule === null ? (
          <b>goes no further</b>
        ) : (
          <>
            <b>{rule.verdict === 'REJECT' ? 'rejected' : 'dropped'}</b> by <RuleName rule={rule} bare />{' '}
            <RuleText rule={rule} />
          </>
        )}
        {rewritten.map((earlier, position) => (
          <p key={position} class="field">
            after {earlier.verdict} by {placeOf(earlier)}
          </p>
        ))}
      </div>
    </li>
  );
}

/** A rule by its verdict, table, chain and position, and how sure that is. */
function RuleName({
  rule,
  bare = false,
}: {
  readonly rule: AppliedRule;
  /** Without its verdict, which is said already. */ readonly bare?: boolean;
}): VNode {
  const { verdict, certainty, undone, reason: why } = rule;
  return (
    <>
      {bare ? null : (
        <>
          <b>{verdict}</b>
          {undone === true ? ' undone,' : ''}{' '}
        </>
      )}
      {placeOf(rule)}
      <span class={certainty === 'contradicted' ? 'sure doubt' : 'sure'} title={why}>
        {
          {
            traced: 'traced',
            conntrack: 'by conntrack',
            flow: 'by its flow',
            contradicted: `contradicted: ${why ?? ''}`,
            counter: 'by its counter',
          }[certainty]
        }
      </span>
    </>
  );
}

/** Whether a rule's text is worth its room: what is a flow's stands with its first packet. */
function spelledOut({ certainty }: AppliedRule): boolean {
  return certainty !== 'conntrack' && certainty !== 'flow';
}

function RuleText({ rule: { text } }: { readonly rule: AppliedRule }): VNode {
  return (
    <code>
      {words(text).map((word, position) => (
        <span key={position} class="word">
          {word}{' '}
        </span>
      ))}
    </code>
  );
}

/** A rule's options, each with its value, so that a narrow box breaks it between them. */
function words(text: string): readonly string[] {
  return text.split(/ (?=! -|(?<!! )-)/);
}
