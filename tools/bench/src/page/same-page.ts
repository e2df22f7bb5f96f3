import { isDeepStrictEqual } from 'node:util';
import type { Target } from '../service/load.ts';

interface Page {
  readonly edges: readonly { readonly node: { readonly name: string } }[];
  readonly totalCount: number;
}

/** What a server answers; the page is the only field of `data`. */
export async function answerOf({
  url,
  headers,
  body,
}: Target): Promise<{ readonly page: Page; readonly bytes: number }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: body!,
  });
  const text = await response.text();
  const { data } = JSON.parse(text) as { readonly data?: Readonly<Record<string, Page>> };
  const page = data && Object.values(data)[0];
  if (response.status !== 200 || !page) throw new Error(`${url} answers ${response.status}: ${text.slice(0, 500)}`);
  return { page, bytes: text.length };
}

/** Cursors and addresses are made anew each time, and say nothing to a reader. */
const withoutSeals = (page: Page): unknown =>
  JSON.parse(
    JSON.stringify(page, (key, value: unknown) => (/^(cursor|endCursor|url)$/.test(key) ? typeof value : value)),
  );

export const isSameJson = (one: Page, other: Page): boolean =>
  isDeepStrictEqual(withoutSeals(one), withoutSeals(other));

/** The same tokens in the same order. PostGraphile has ids and enumerations of its own. */
export const isSameList = (one: Page, other: Page): boolean =>
  one.totalCount === other.totalCount &&
  isDeepStrictEqual(
    one.edges.map(({ node }) => node.name),
    other.edges.map(({ node }) => node.name),
  );
