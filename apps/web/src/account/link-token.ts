import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/**
 * The token of an e-mail's link. It comes after the `#`, which browsers send to nobody, so no log has it. Undefined until the page's
 * script has taken over; null when the page was opened without the link.
 */
export const useLinkToken = (): string | null | undefined =>
  useSyncExternalStore<string | null | undefined>(
    never,
    () => new URLSearchParams(location.hash.slice(1)).get('token'),
    () => undefined,
  );
