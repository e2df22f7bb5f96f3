import type { DrawnSwap } from '@facet/cli';
import { decodeImage, defaultModelDirectory, describeModel } from '@facet/diffusion';
import { Judges } from '@facet/inversion';
import type { ComposedSwap } from './compose.ts';

/** The pictures with what two factor classifiers of the bundled model see in them. */
export async function judgeSwaps(composed: readonly ComposedSwap[]): Promise<DrawnSwap[]> {
  const { defaultLatentSize, vaeScale } = await describeModel(defaultModelDirectory());
  const side = defaultLatentSize * vaeScale;
  const judges = await Judges.load(defaultModelDirectory());
  try {
    const drawn = [];
    for (const { swap, pictures } of composed) {
      const judged = [];
      for (const { seed, png } of pictures) {
        const [seen] = await judges.judgeBoth(await decodeImage(png, { width: side, height: side }));
        judged.push({ seed, png, seen: seen! });
      }
      drawn.push({ swap, pictures: judged });
    }
    return drawn;
  } finally {
    await judges.close();
  }
}
