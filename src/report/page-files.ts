/** A run's page, in the run's directory; the pages link to each other by these names. */
export const runPage = './index.html';

/** The page of the documents, beside it. */
export const documentsPage = './documents.html';
