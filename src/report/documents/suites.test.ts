import test from 'ava';
import { checkIds, loadChecks } from '../../runner/registry/registry.js';
import { findSection } from './find-section.js';
import { outlines } from './outlines.js';

test('every check names a document that is known, and a section that the document has', async (t) => {
  const checks = await loadChecks(await checkIds());
  t.true(checks.length > 0);
  const lost = checks.filter(({ claim }) => {
    const outline = outlines.find(({ name }) => name === claim.document);
    return outline === undefined || findSection(outline, claim.section) === null;
  });
  t.deepEqual(
    lost.map(({ id, claim }) => `${id}: ${claim.document}, "${claim.section}"`),
    [],
  );
});
