import type { AnyCheck } from '../../check/conformance.js';
import { logStep, type CheckContext } from '../../check/live/context.js';
import { placesOf } from '../../check/places.js';
import type { CommandSabotage } from '../../check/sabotage.js';
import type { Given } from '../../check/spec.js';
import type { Built } from './build.js';

/** What a check is given, with its sabotage's replacements where it runs under it. */
export function givenOf(check: AnyCheck, sabotaged: boolean): Given {
  return sabotaged && typeof check.sabotage !== 'function' ? { ...check.given, ...check.sabotage.given } : check.given;
}

/**
 * Takes away what the check relies on.
 *
 * @returns what was done, in words for the record.
 */
export async function sabotage(check: AnyCheck, stage: CheckContext, built: Built): Promise<string> {
  const change =
    typeof check.sabotage === 'function' ? check.sabotage(placesOf(built.topology()) as never) : check.sabotage;
  if (change.kind === 'given') return `given instead: ${JSON.stringify(change.given)}`;
  await apply(change, stage, built);
  return `${change.router === null ? '' : `on ${change.router}: `}${change.command}`;
}

/** Runs the command on the docker host or on a router. */
async function apply(sabotage: CommandSabotage, stage: CheckContext, built: Built): Promise<void> {
  const router = built.routers.find((r) => r.key === sabotage.router);
  if (router !== undefined) {
    await router.sh(sabotage.command);
    return;
  }
  if (/^iptables [^;&|]*$/.test(sabotage.command)) {
    // A rule that is taken out again leaves the lab as it was, so that the next check need not wait for another lab.
    await built.live.host.iptables(sabotage.command.slice('iptables '.length));
    return;
  }
  const result = logStep(stage, 'host', await stage.lab.runOnHost(['sh', '-c', sabotage.command]));
  if (result.status !== 0) throw new Error(`the sabotage "${sabotage.command}" failed: ${result.stderr.trim()}`);
}
