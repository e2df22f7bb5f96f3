import { SAMPLING_DEFAULTS, type SamplingPreset } from '@facet/base';
import { generate, picturesAtOnce, samplingFor } from '@facet/diffusion';
import type { DiffusionModel, Tensor } from '@facet/diffusion';
import { compose, identityOf, makeRecipe, withTokenData } from '@facet/inversion';
import type { Composition } from '@facet/inversion';
import type { CommandContext } from '../../context.ts';
import { encodeWithRecipe } from '../../recipe-in-png.ts';

/** Steps, guidance and scheduler: default what the model says. */
export interface SamplingChoices extends Partial<SamplingPreset> {
  readonly negativePrompt: string;
  readonly seeds: readonly number[];
  /** Pixels; default the model's own size. */
  readonly width?: number;
  readonly height?: number;
}

export interface DrawnPicture {
  readonly seed: number;
  /** PNG with the recipe inside. */
  readonly png: Buffer;
  /** `[1, 3, height, width]` in [-1, 1], before it became eight bits a channel. */
  readonly picture: Tensor;
}

/**
 * Draws one picture per seed of a composition (or a plain prompt: a composition without tokens). Pictures that are drawn
 * together round differently than alone, so the recipe names the whole batch; on a CPU, where batches gain nothing, each
 * picture is a batch of its own.
 */
export async function drawPictures(
  context: CommandContext,
  model: DiffusionModel,
  label: string,
  composition: Composition,
  choices: SamplingChoices,
): Promise<DrawnPicture[]> {
  const plan = await compose(model, composition);
  const { negativePrompt, seeds, width: wide, height: high } = choices;
  const usual: SamplingPreset = samplingFor(model, SAMPLING_DEFAULTS as SamplingPreset);
  const { steps, guidance, scheduler } = { ...usual, ...choices };
  const task = context.reporter.task({ label, total: seeds.length * steps });
  const identity = identityOf(model);
  const drawn: DrawnPicture[] = [];
  try {
    for (const group of batches(seeds, picturesAtOnce(model.device))) {
      const before = drawn.length * steps;
      const { pictures } = await generate(model, {
        prompt: plan,
        negativePrompt,
        seeds: group,
        batchSize: group.length,
        steps,
        guidance,
        scheduler,
        ...(wide !== undefined && { width: wide }),
        ...(high !== undefined && { height: high }),
        signal: context.signal,
        onStep: ({ step }) => task.update(before + step * group.length),
      });
      const [, , height = 0, width = 0] = pictures.dims;
      for (const [index, seed] of group.entries()) {
        const sampling = { negativePrompt, seeds: [...group], index, steps, guidance, scheduler, width, height };
        const picture = pictureAt(pictures, index);
        const recipe = withTokenData(makeRecipe(identity, composition, sampling), composition.tokens);
        const png = await encodeWithRecipe(picture, JSON.stringify(recipe));
        drawn.push({ seed, png, picture });
      }
    }
  } finally {
    task.finish();
  }
  return drawn;
}

function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** One picture `[1, 3, height, width]` of several. */
function pictureAt({ data, dims }: Tensor, index: number): Tensor {
  const size = data.length / (dims[0] ?? 1);
  return { data: data.slice(index * size, (index + 1) * size), dims: [1, ...dims.slice(1)] };
}
