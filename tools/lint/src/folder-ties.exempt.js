/** Folders that still use each other, by project. The list only gets shorter: a test fails when a pair is on it that is one no more. */
export const EXEMPT_TIES = {
  '@facet/db': [['src/connection', 'src/migrate']],
  '@facet/dev': [['src/demo', 'src/start']],
  '@facet/worker': [['src/activities', 'src/workflows']],
};
