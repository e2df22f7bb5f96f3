import type { SignedDownload } from '@facet/storage';
import type { Context } from './graphql/context.ts';

/** Every address lasts as long; one that is steady up to as much longer as it is steady. */
export const DOWNLOAD_SECONDS = 15 * 60;
const STEADY_SECONDS = 10 * 60;

type Disposition = 'inline' | 'attachment';

/** An address that stays the same for a while, so that pages find the file in the browser's cache. */
export const signDownload = (
  { services }: Context,
  key: string,
  fileName: string,
  disposition: Disposition,
): Promise<SignedDownload> =>
  services.store.signDownload(key, {
    expiresInSeconds: DOWNLOAD_SECONDS,
    steadySeconds: STEADY_SECONDS,
    fileName,
    disposition,
  });

/** The address of a file that is gone when it ends. */
export const signExport = ({ services }: Context, key: string, fileName: string): Promise<SignedDownload> =>
  services.store.signDownload(key, { expiresInSeconds: DOWNLOAD_SECONDS, fileName, disposition: 'attachment' });

/** Null for a file that is not there. */
export const signed = (
  context: Context,
  key: string | null,
  fileName: string,
  disposition: Disposition = 'inline',
): Promise<SignedDownload> | null => (key === null ? null : signDownload(context, key, fileName, disposition));
