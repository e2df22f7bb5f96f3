import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', '..', 'models', 'demo', 'references');

/** Pictures of the demo model, by what they show. */
export const references = {
  cat: join(folder, '00-striped-yellow-cat-lying.png'),
  house: join(folder, '01-watercolor-red-house-paired.png'),
  bird: join(folder, '02-flat-green-bird-lying.png'),
} as const;
