const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;

const found = (list: readonly (readonly [string, string])[], agent: string): string | undefined =>
  list.find(([sign]) => agent.includes(sign))?.[1];

/** Which device a session is on, as well as its browser says; without a name where it does not. */
export function deviceOf(userAgent: string | null): { readonly name: string | undefined; readonly isSmall: boolean } {
  const agent = userAgent ?? '';
  const [browser, system] = [found(BROWSERS, agent), found(SYSTEMS, agent)];
  const name = browser && system ? `${browser}, ${system}` : (browser ?? system);
  return { name, isSmall: /iPhone|Android.*Mobile/.test(agent) };
}
