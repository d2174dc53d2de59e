import test from 'ava';
import { SuiteRegistry } from '../../registry/index.js';
import { findSection } from './find-section.js';
import { outlines } from './outlines.js';

test('every check names a document that is known, and a section that the document has', async (t) => {
  const registry = await SuiteRegistry.open();
  const checks = await registry.load(registry.ids);
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
