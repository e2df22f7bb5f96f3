import { join } from 'node:path';

/** A reference picture of the demo model. */
export const demoPicture = join(
  import.meta.dirname,
  ...['..', '..', '..', 'models', 'demo', 'references', '00-striped-yellow-cat-lying.png'],
);
