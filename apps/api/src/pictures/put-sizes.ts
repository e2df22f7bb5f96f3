import { sizedKey } from '@facet/contracts';
import type { DrawnSizes } from '@facet/intake/sizes';
import type { ObjectStore } from '@facet/storage';

/** Puts the sizes of a picture beside it, which is stored under `key`. */
export async function putSizes(store: ObjectStore, key: string, { small, medium }: DrawnSizes): Promise<void> {
  await store.put(sizedKey(key, 'small'), small, small.length);
  await store.put(sizedKey(key, 'medium'), medium, medium.length);
}
