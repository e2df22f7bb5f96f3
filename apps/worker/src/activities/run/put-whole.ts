import { sizedKey, type PictureSizes } from '@facet/contracts';
import { drawSizes } from '@facet/intake/sizes';
import type { ObjectStore } from '@facet/storage';

/** Writes bytes of ours, whose size nobody else decides. */
export async function putWhole(store: ObjectStore, key: string, bytes: Uint8Array): Promise<void> {
  await store.put(key, bytes, bytes.length);
}

/** Writes a picture that was drawn here in all its sizes, the largest last: what has that has the others. */
export async function putPicture(store: ObjectStore, key: string, png: Uint8Array): Promise<PictureSizes> {
  const { sizes, small, medium } = await drawSizes(png);
  await putWhole(store, sizedKey(key, 'small'), small);
  await putWhole(store, sizedKey(key, 'medium'), medium);
  await putWhole(store, key, png);
  return sizes;
}
