import { builder } from './builder.ts';

/** The answer of mutations after which nothing is left to show. */
export const Deleted = builder.objectRef<{ readonly id: string }>('Deleted').implement({
  description: 'What is gone.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'As it was given.' }) }),
});
