/** By which the API is told which of one's organisations is meant. */
export const ORGANIZATION_HEADER = 'facet-organization';

/** The same for the server that renders pages. Scripts set it, and it is no secret. */
export const ORGANIZATION_COOKIE = 'facet-organization';

const YEAR_SECONDS = 31_536_000;

/** From now on this browser's pages are of this organisation. */
export function rememberOrganization(id: string): void {
  document.cookie = `${ORGANIZATION_COOKIE}=${encodeURIComponent(id)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
