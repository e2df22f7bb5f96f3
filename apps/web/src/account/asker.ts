import 'server-only';
import { cookies, headers } from 'next/headers';

/** Of the browser that asks, for this server's own requests to the API: its address, by which the API counts. */
export async function askersAddress(): Promise<Record<string, string>> {
  const addresses = (await headers()).get('x-forwarded-for');
  return addresses === null ? {} : { 'x-forwarded-for': addresses };
}

/** With its session. */
export const askersHeaders = async (): Promise<Record<string, string>> => ({
  cookie: (await cookies()).toString(),
  ...(await askersAddress()),
});
