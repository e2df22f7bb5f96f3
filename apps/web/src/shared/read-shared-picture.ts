import 'server-only';
import { cache } from 'react';
import { askersAddress } from '../account/asker.ts';
import { API_URL } from '../environment.ts';

type Attribute = 'color' | 'style' | 'object' | 'layout';

/** As the API says it of a public picture. */
export interface SharedPicture {
  readonly width: number;
  readonly height: number;
  readonly createdAt: string;
  readonly maker: string | null;
  readonly recipe: {
    readonly prompt: string | null;
    readonly negativePrompt: string;
    readonly seed: number;
    readonly steps: number;
    readonly guidance: number;
    readonly scheduler: string;
    readonly slots: readonly { readonly attribute: Attribute; readonly token: string; readonly strength: number }[];
    readonly words: Readonly<Partial<Record<Attribute, string>>>;
  } | null;
}

/** What a public link leads to; undefined for one that has ended, or never was. */
export const readSharedPicture = cache(async (secret: string): Promise<SharedPicture | undefined> => {
  const response = await fetch(`${API_URL}/shared/${encodeURIComponent(secret)}`, {
    headers: await askersAddress(),
    cache: 'no-store',
  });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`The API answers ${response.status} for a public picture.`);
  return (await response.json()) as SharedPicture;
});
