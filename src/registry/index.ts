export { readCatalogue, type CatalogueEntry } from './catalogue.js';
export { isCheckId, SuiteError } from './own-checks.js';
export { selectIds, SuiteRegistry } from './registry.js';
