import type { ObjectStore, SignedDownload } from '@facet/storage';
import { LRUCache } from 'lru-cache';

/** Every address lasts as long; one that is steady up to as much longer as it is steady. */
export const DOWNLOAD_SECONDS = 15 * 60;
const STEADY_SECONDS = 10 * 60;

export type Disposition = 'inline' | 'attachment';

/** Kept of a process: a page asks for a hundred, and whoever looks at it again for the same ones. */
const MOST_KEPT = 20_000;

/** Addresses that stay the same for a while, so that pages find the file in the browser's cache; each is signed once in that time. */
export class SteadyAddresses {
  readonly #signed = new LRUCache<string, SignedDownload>({ max: MOST_KEPT });
  readonly #store: Pick<ObjectStore, 'signDownload'>;

  constructor(store: Pick<ObjectStore, 'signDownload'>) {
    this.#store = store;
  }

  of(key: string, fileName: string, disposition: Disposition): SignedDownload | Promise<SignedDownload> {
    const window = Math.floor(Date.now() / 1000 / STEADY_SECONDS);
    const name = `${window} ${disposition} ${key} ${fileName}`;
    return this.#signed.get(name) ?? this.#sign(name, key, fileName, disposition);
  }

  async #sign(name: string, key: string, fileName: string, disposition: Disposition): Promise<SignedDownload> {
    const options = { expiresInSeconds: DOWNLOAD_SECONDS, steadySeconds: STEADY_SECONDS, fileName, disposition };
    const signed = await this.#store.signDownload(key, options);
    this.#signed.set(name, signed);
    return signed;
  }
}
