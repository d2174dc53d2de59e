import type { VNode } from 'preact';
import type { RuleOnTheWay, Translation } from '../../journey/types.js';
import { between } from '../duration.js';
import { placeOf, roleOf } from '../ladder/rule-role.js';
import type { Stop, Stretch } from '../ladder/types.js';
import { End } from './ladder-leg.js';

/** The arrow from one station to the next: what changed on it, by which rule, and how long it took. */
export function StretchArrow({ stretch: { carrier, took, changes, rules }, from, to, names }: {
  readonly stretch: Stretch; readonly from: number; readonly to: number; readonly names: ReadonlyMap<string, string>;
}): VNode {
  const rewrites = sides(changes);
  const ttl = changes.find(({ field }) => field === 'TTL');
  const through = rules.filter((rule) => roleOf(rule) === 'let through');
  return (
    <li class={`to f${Math.min(from, to)} t${Math.max(from, to)}${carrier === null ? '' : ' carried'}`}>
      {carrier === null ? null : <div class="box">{carrier === 'docker-proxy' ? <><b>docker-proxy</b> calls anew</> : <><b>Docker’s resolver</b> asks on</>}</div>}
      {rewrites.length === 0 ? null : (
        <div class="box rewrite">
          {rewrites.map(({ field, was, is }) => <p key={field}><span class="field">{field}</span> <span class="end">{ending(was, names)}</span> <span class="end">→ {ending(is, names, true)}</span></p>)}
          {rules.filter((rule) => roleOf(rule) === 'rewrote').map((rule, position) => <RuleName key={position} rule={rule} />)}
        </div>
      )}
      <p class="took">{took === null ? null : between(took)}{ttl === undefined ? null : `, TTL ${ttl.from}→${ttl.to}`}</p>
      {through.map((rule, position) => <p key={position} class="through">accepted by {placeOf(rule)}</p>)}
    </li>
  );
}

interface Address { readonly address: string; readonly port: number | null }

function ending({ address, port }: Address, names: ReadonlyMap<string, string>, changed = false): VNode {
  if (address !== '') return <End address={address} port={port} changed={changed} names={names} />;
  return changed ? <mark>{port}</mark> : <>{port}</>;
}

/** What a stretch rewrote: an address with its port where both changed, the port alone where only that did. */
function sides(changes: readonly Translation[]): readonly { readonly field: string; readonly was: Address; readonly is: Address }[] {
  const change = (field: Translation['field']): Translation | undefined => changes.find((candidate) => candidate.field === field);
  const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
  const ends = (['source', 'destination'] as const).flatMap((side) => {
    const [address, port] = [change(side), change(`${side} port`)];
    if (address === undefined && port === undefined) return [];
    return [{
      field: address === undefined ? `${side} port` : side,
      was: { address: address?.from ?? '', port: number(port?.from) },
      is: { address: address?.to ?? '', port: number(port?.to) },
    }];
  });
  const id = change('ICMP id');
  return id === undefined ? ends : [...ends, { field: id.field, was: { address: '', port: number(id.from) }, is: { address: '', port: number(id.to) } }];
}

/** What rewrote a packet before any point saw it: a host's own packets meet OUTPUT first. */
export function Before({ rules, column }: { readonly rules: readonly RuleOnTheWay[]; readonly column: number }): VNode {
  return <li class={`before f${column} t${column}`}><div class="box rewrite"><p class="field">before this point</p>{rules.map((rule, position) => <RuleName key={position} rule={rule} />)}</div></li>;
}

/** Where a packet went no further, and by which rule. */
export function StopMark({ stop: { column, toward, rule }, outermost }: { readonly stop: Stop; readonly outermost: number }): VNode {
  const room = toward === 'outward' ? outermost - column : toward === 'inward' ? column : 0;
  const [side, first, last] = room === 0 ? ['u', Math.max(0, column - 1), Math.min(outermost, column + 1)] as const
    : toward === 'inward' ? ['l', Math.max(0, column - 2), column] as const : ['r', column, Math.min(outermost, column + 2)] as const;
  return (
    <li class={`stop ${side} f${first} t${last}`}>
      <span class="cross" aria-hidden="true">✕</span>
      <div class="box">{rule === null ? <b>goes no further</b> : <><b>{rule.verdict === 'REJECT' ? 'rejected' : 'dropped'}</b> by <RuleName rule={rule} /></>}</div>
    </li>
  );
}

/** A rule by its verdict, table, chain and position, how sure that is, and its text; conntrack repeats the first packet's, so there the text is left out. */
function RuleName({ rule }: { readonly rule: RuleOnTheWay }): VNode {
  const { verdict, certainty, text, undone } = rule;
  return (
    <p class="rule">
      <b>{verdict}</b>{undone === true ? ' undone,' : ''} {placeOf(rule)}<span class="sure">{{ traced: 'traced', conntrack: 'by conntrack', counter: 'by its counter' }[certainty]}</span>
      {certainty === 'conntrack' ? null : <code>{words(text).map((word, position) => <span key={position} class="word">{word} </span>)}</code>}
    </p>
  );
}

/** A rule's options, each with its value, so that a narrow box breaks it between them. */
function words(text: string): readonly string[] {
  return text.split(/ (?=! -|(?<!! )-)/);
}
