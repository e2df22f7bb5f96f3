import { AddressError, checkAddress } from '@facet/intake';
import type { Context } from './graphql/context.ts';
import { forClient } from './errors.ts';
import { text } from './input.ts';

/** Of a resolver that does not answer. */
const RESOLVE_MS = 5000;

/**
 * An address that somebody gives us to send to later, checked as far as it can be now, in its normal form. Throws
 * `AddressRefusedError`.
 */
export async function checkedUrl({ services }: Context, given: string): Promise<string> {
  const signal = AbortSignal.timeout(RESOLVE_MS);
  try {
    const { url } = await checkAddress(text('url', given, 'url'), services.config.addresses, signal);
    return url.href;
  } catch (error) {
    if (signal.aborted)
      throw forClient(new AddressError('timeout', 'The host was not found in time; try again later.'));
    throw forClient(error);
  }
}
