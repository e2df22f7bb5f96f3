import type { SignedDownload } from '@facet/storage';
import type { Context } from './graphql/context.ts';

export const DOWNLOAD_SECONDS = 15 * 60;

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
