import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** A reference picture of the demo model. */
export const demoPicture = join(ROOT, 'models', 'demo', 'references', '00-striped-yellow-cat-lying.png');
