import { ATTRIBUTES } from '@facet/base';
import { composedPictures, DEMO_GUIDANCE, type DemoReference, type Remote, type Swap } from '@facet/cli';
import { enumName, followComposition, startComposition } from '@facet/client';
import { followAll } from './follow.ts';
import type { TokenIds } from './invert.ts';
import type { DemoMemory } from './memory.ts';
import type { DemoPlan } from './plan.ts';

export interface ComposedSwap {
  readonly swap: Swap;
  readonly pictures: readonly { readonly seed: number; readonly png: Buffer }[];
}

/** Composes new pictures for each swap, and downloads them. */
export async function composeSwaps(
  remote: Remote,
  memory: DemoMemory,
  swaps: readonly Swap[],
  tokens: ReadonlyMap<DemoReference, TokenIds>,
  { seeds, samplingSteps }: DemoPlan,
): Promise<ComposedSwap[]> {
  const idOf = (swap: Swap): Promise<string> =>
    memory.idOf(`composition ${swap.name}`, () =>
      startComposition(remote, {
        slots: ATTRIBUTES.map((attribute) => ({
          attribute: enumName(attribute),
          tokenId: tokens.get(swap.giver[attribute])![attribute],
        })),
        seeds,
        steps: samplingSteps,
        guidance: DEMO_GUIDANCE,
      }),
    );
  const runs = [];
  for (const swap of swaps) {
    await idOf(swap);
    runs.push({
      label: `Composing ${swap.label}`,
      states: async function* () {
        yield* followComposition(remote, await idOf(swap));
      },
      // A composition is not resumed: another one takes its place.
      revive: async () => memory.forget(`composition ${swap.name}`),
    });
  }
  await followAll(remote.context, { label: 'Composing pictures of both', unit: 'pictures' }, runs);
  const composed = [];
  for (const swap of swaps) composed.push({ swap, pictures: await composedPictures(remote, await idOf(swap)) });
  return composed;
}
