import type { IncomingHttpHeaders } from 'node:http';

/** Node's headers as the web's. */
export function webHeaders(headers: IncomingHttpHeaders): Headers {
  const result = new Headers();
  for (const [name, value] of Object.entries(headers))
    for (const each of [value].flat()) if (each !== undefined) result.append(name, each);
  return result;
}
