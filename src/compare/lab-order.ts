/** Whose rules a lab brings about: its networks and containers, by their keys. */
export interface Owners {
  readonly networks: readonly string[];
  readonly containers: readonly string[];
}

/**
 * Rules in the order that one lab would have given them. A lab makes its networks at the same time, and starts its
 * containers so; whose rules the engine puts in first is then a race. So neighbouring blocks, each of rules for one
 * network (or each for one container), are put in the order of the keys. Everything else stays where it is: rules within
 * a block, the default bridge's, those of nobody, and networks whose rules are interleaved, since in these the engine's
 * own order would be lost.
 *
 * @param rules In roles.
 */
export function inLabOrder(rules: readonly string[], owners: Owners): string[] {
  const ordered: string[] = [];
  let run: Block[] = [];
  const close = (): void => {
    const distinct = new Set(run.map(({ owner }) => owner)).size === run.length;
    const sorted = distinct ? [...run].sort((one, other) => (one.owner < other.owner ? -1 : 1)) : run;
    ordered.push(...sorted.flatMap((block) => block.rules));
    run = [];
  };
  for (const rule of rules) {
    const owner = ownerOf(rule, owners);
    const last = run.at(-1);
    if (owner === null) {
      close();
      ordered.push(rule);
    } else if (last?.owner === owner) last.rules.push(rule);
    else {
      if (last !== undefined && kindOf(last.owner) !== kindOf(owner)) close();
      run.push({ owner, rules: [rule] });
    }
  }
  close();
  return ordered;
}

interface Block {
  readonly owner: string;
  readonly rules: string[];
}

/** `container web`, on a further network of its own `container web@side`, or `network app`; null for a rule that names none, or several. */
function ownerOf(rule: string, { networks, containers }: Owners): string | null {
  const words = new Set(rule.split(/[ :]/));
  const named = [...words].filter((word) => containers.includes(word.replace(/@.*$/, '')));
  if (named.length > 0) return named.length === 1 ? `container ${named[0]!}` : null;
  const [network, ...others] = networks.filter((key) => words.has(`br-${key}`) || words.has(`${key}.subnet`));
  return network === undefined || others.length > 0 ? null : `network ${network}`;
}

const kindOf = (owner: string): string => owner.slice(0, owner.indexOf(' '));
