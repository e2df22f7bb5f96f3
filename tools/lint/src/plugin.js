// Facet's own lint rules, loaded by oxlint (.oxlintrc.json, `jsPlugins`).
import { errorListeners } from './error-listeners.js';
import { folderTies } from './folder-ties.js';
import { moduleBoundaries } from './module-boundaries.js';
import { queryDoors } from './query-doors.js';

export default {
  meta: { name: 'facet' },
  rules: {
    'error-listeners': errorListeners,
    'folder-ties': folderTies,
    'module-boundaries': moduleBoundaries,
    'query-doors': queryDoors,
  },
};
