import type { SignedDownload } from '@facet/storage';
import type { Context } from '../graphql/context.ts';
import { builder } from './builder.ts';

export const DOWNLOAD_SECONDS = 15 * 60;

export const SignedUrl = builder.objectRef<SignedDownload>('SignedUrl').implement({
  description: 'An address from which whoever has it may GET a file, until it expires.',
  fields: (t) => ({
    url: t.exposeString('url'),
    expiresAt: t.field({ type: 'DateTime', resolve: ({ expiresAt }) => expiresAt }),
  }),
});

type Disposition = 'inline' | 'attachment';

export const signDownload = (
  { services }: Context,
  key: string,
  fileName: string,
  disposition: Disposition,
): Promise<SignedDownload> =>
  services.store.signDownload(key, { expiresInSeconds: DOWNLOAD_SECONDS, fileName, disposition });

/** Null for a file that is not there. */
export const signed = (
  context: Context,
  key: string | null,
  fileName: string,
  disposition: Disposition = 'inline',
): Promise<SignedDownload> | null => (key === null ? null : signDownload(context, key, fileName, disposition));
