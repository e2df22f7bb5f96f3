import 'server-only';
import { cookies, headers } from 'next/headers';

/** Of the browser that asks, for this server's own requests to the API: its session, and its address, by which the API counts. */
export async function askersHeaders(): Promise<Record<string, string>> {
  const cookie = (await cookies()).toString();
  const addresses = (await headers()).get('x-forwarded-for');
  return { cookie, ...(addresses !== null && { 'x-forwarded-for': addresses }) };
}
