import type { SignedDownload } from '@facet/storage';
import { builder } from './builder.ts';

export const SignedUrl = builder.objectRef<SignedDownload>('SignedUrl').implement({
  description: 'An address from which whoever has it may GET a file, until it expires.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'For GET, without headers.' }),
    expiresAt: t.field({
      description: 'Until then it works; ask again for a new one.',
      type: 'DateTime',
      resolve: ({ expiresAt }) => expiresAt,
    }),
  }),
});
