import { ClientError } from '../errors/client-error.ts';

/**
 * The address of the API as people write it: with a slash at its end, or that of the GraphQL endpoint. Without a slash.
 * @throws ClientError `unreachable` for what is no address
 */
export function apiUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ClientError('unreachable', `"${text}" is no address; write it as https://facet.example.com.`);
  return `${url.origin}${url.pathname.replace(/\/(graphql\/?)?$/, '')}`;
}
