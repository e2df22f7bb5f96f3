import type { OutputLinkId } from '@facet/contracts';
import { createHash, createHmac } from 'node:crypto';

/**
 * What the address of a link ends with: 256 bits that follow from the link's id and a key of ours. So its maker is shown it as often as
 * they ask, and it is kept nowhere.
 */
export const linkSecret = (id: OutputLinkId, key: string): string =>
  createHmac('sha256', key).update(id).digest('base64url');

/** By which the database knows it: whoever reads the database has no link by that. */
export const hashOfLink = (secret: string): string => createHash('sha256').update(secret).digest('hex');
