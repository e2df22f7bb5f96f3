import { getSlots, type Composition, type NewComposition } from '@facet/db';
import { NotFoundError } from '../errors.ts';
import { inOrganization, type Context } from '../graphql/context.ts';

/**
 * A composition as the input that would make it again, with its tokens unless there will be others. Throws `NotFoundError` for
 * a token that is gone and needed.
 */
export async function again(context: Context, row: Composition, hasSlots: boolean): Promise<NewComposition> {
  const slots = await inOrganization(context, (transaction) => getSlots(transaction, [row.id]));
  const { prompt, negativePrompt, words, seeds, steps, guidance, scheduler, width, height, fingerprint } = row;
  return {
    prompt,
    negativePrompt,
    words,
    seeds,
    steps,
    guidance,
    scheduler,
    width,
    height,
    fingerprint,
    slots: (hasSlots ? [] : slots).map(({ attribute, tokenId, strength }) => {
      if (tokenId === null)
        throw new NotFoundError(`The ${attribute} token of this composition was deleted. Give slots.`);
      return { attribute, tokenId, strength };
    }),
    basedOnId: row.id,
  };
}
