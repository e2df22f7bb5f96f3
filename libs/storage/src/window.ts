/**
 * When an address counts as signed, in whole seconds, and how long it then has to last, so that addresses of one key and one window of
 * `steadySeconds` are equal, and each lasts at least `expiresInSeconds`.
 */
export function signingWindow(expiresInSeconds: number, steadySeconds = 1): { from: number; lastsSeconds: number } {
  const now = Math.floor(Date.now() / 1000);
  return { from: now - (now % steadySeconds), lastsSeconds: expiresInSeconds + steadySeconds - 1 };
}
