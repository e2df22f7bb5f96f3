import type { DrawnSwap } from '@facet/cli';
import { decodeImage, demoModelDirectory } from '@facet/diffusion';
import { Judges } from '@facet/inversion';
import type { ComposedSwap } from './compose.ts';

/** What the classifiers were trained with. */
const SIZE = { width: 64, height: 64 } as const;

/** The pictures with what two factor classifiers of the demo model see in them. */
export async function judgeSwaps(composed: readonly ComposedSwap[]): Promise<DrawnSwap[]> {
  const judges = await Judges.load(demoModelDirectory());
  try {
    const drawn = [];
    for (const { swap, pictures } of composed) {
      const judged = [];
      for (const { seed, png } of pictures) {
        const [seen] = await judges.judgeBoth(await decodeImage(png, SIZE));
        judged.push({ seed, png, seen: seen! });
      }
      drawn.push({ swap, pictures: judged });
    }
    return drawn;
  } finally {
    await judges.close();
  }
}
