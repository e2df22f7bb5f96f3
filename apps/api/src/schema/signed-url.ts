import type { SignedDownload } from '@facet/storage';
import type { Context } from '../graphql/context.ts';
import { builder } from './builder.ts';

const DOWNLOAD_SECONDS = 15 * 60;

export const SignedUrl = builder.objectRef<SignedDownload>('SignedUrl').implement({
  description: 'An address from which whoever has it may GET a file, until it expires.',
  fields: (t) => ({
    url: t.exposeString('url'),
    expiresAt: t.field({ type: 'DateTime', resolve: ({ expiresAt }) => expiresAt }),
  }),
});

/** Null for a file that is not there. */
export const signed = (
  { services }: Context,
  key: string | null,
  fileName: string,
  disposition: 'inline' | 'attachment' = 'inline',
): Promise<SignedDownload> | null =>
  key === null ? null : services.store.signDownload(key, { expiresInSeconds: DOWNLOAD_SECONDS, fileName, disposition });
