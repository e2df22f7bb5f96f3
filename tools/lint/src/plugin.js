// Facet's own lint rules, loaded by oxlint (.oxlintrc.json, `jsPlugins`).
import { moduleBoundaries } from './module-boundaries.js';

export default { meta: { name: 'facet' }, rules: { 'module-boundaries': moduleBoundaries } };
