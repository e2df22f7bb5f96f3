import { join, resolve } from 'node:path';

const MODELS = resolve(import.meta.dirname, '../../../../models');

/** The folder of the bundled model that every program works with where nobody names another. Nowhere else is said which that is. */
export const defaultModelDirectory = (): string => join(MODELS, 'world');

/** The folder of the small bundled model, `models/demo` at the root of the workspace, on which the tests work. */
export const demoModelDirectory = (): string => join(MODELS, 'demo');
