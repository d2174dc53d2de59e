import type { AnyCheck } from '../../check/conformance.js';
import type { Spec } from '../../check/spec.js';

/**
 * Tells by one text which checks are given the same, so that what one was given can serve the other too. null for a check that
 * shares with none: where there is no container to save the start of, where the check itself starts one, and where a
 * process of docknet's, a restart policy or something made by hand takes part, whose state is not looked at (`KeptGiven`).
 */
export function sharedGiven({ given }: AnyCheck): string | null {
  const specs = Object.values(given);
  return specs.some(({ kind }) => kind === 'container') && specs.every(isShareable) ? JSON.stringify(given) : null;
}

function isShareable(spec: Spec): boolean {
  switch (spec.kind) {
    case 'bridge':
    case 'engine':
      return true;
    case 'lan-host':
      return spec.lan === 'first' && Object.keys(spec.resolves).length === 0;
    case 'container':
      return (
        spec.started &&
        !spec.restartAlways &&
        spec.serveUdp === null &&
        spec.pidNamespaceOf === null &&
        !spec.on.startsWith('container:')
      );
    default:
      return false;
  }
}
