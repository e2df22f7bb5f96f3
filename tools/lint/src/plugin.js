// Facet's own lint rules, loaded by oxlint (.oxlintrc.json, `jsPlugins`).
import { moduleBoundaries } from './module-boundaries.js';
import { queryDoors } from './query-doors.js';

export default {
  meta: { name: 'facet' },
  rules: { 'module-boundaries': moduleBoundaries, 'query-doors': queryDoors },
};
