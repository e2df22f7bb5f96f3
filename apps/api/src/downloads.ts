import type { SignedDownload } from '@facet/storage';
import type { Context } from './graphql/context.ts';
import { DOWNLOAD_SECONDS, type Disposition } from './steady-addresses.ts';

/** A steady address. Whoever calls this has seen that the viewer may have the file. */
export const signDownload = (
  { services }: Context,
  key: string,
  fileName: string,
  disposition: Disposition,
): SignedDownload | Promise<SignedDownload> => services.addresses.of(key, fileName, disposition);

/** The address of a file that is gone when it ends. */
export const signExport = ({ services }: Context, key: string, fileName: string): Promise<SignedDownload> =>
  services.store.signDownload(key, { expiresInSeconds: DOWNLOAD_SECONDS, fileName, disposition: 'attachment' });

/** Null for a file that is not there. */
export const signed = (
  context: Context,
  key: string | null,
  fileName: string,
  disposition: Disposition = 'inline',
): SignedDownload | Promise<SignedDownload> | null =>
  key === null ? null : signDownload(context, key, fileName, disposition);
