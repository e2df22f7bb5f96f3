import type { Attribute } from '@facet/base';
import { getGridRows, MAX_GRID_ROWS, startGrid, type Grid } from '@facet/db';
import { inOrganization, type Context } from '../graphql/context.ts';
import { few, mutationKey } from '../input.ts';
import { startRun } from '../work/start-run.ts';
import { compositionOf, slotOf, type CompositionChoices, type SlotChoice } from './compose.ts';

export interface GridChoices extends CompositionChoices {
  readonly attribute: Attribute;
  readonly tokens: readonly Omit<SlotChoice, 'attribute'>[];
  readonly clientMutationKey?: string | null | undefined;
}

/** Queues one composition for each token, with all else the same. Throws as `compose` does. */
export async function composeGrid(context: Context, { attribute, tokens, ...choices }: GridChoices): Promise<Grid> {
  const rows = few('tokens', tokens, MAX_GRID_ROWS).map((token) => slotOf({ attribute, ...token }));
  // With one of its tokens, so that what is checked is a row and not what rows have in common.
  const slots = [...(choices.slots ?? []), { attribute, ...tokens[0]! }];
  const row = await compositionOf(context, { ...choices, slots });
  const composition = { ...row, slots: row.slots.slice(0, -1) };
  const key = mutationKey(choices.clientMutationKey);
  const [grid, runs] = await inOrganization(context, async (transaction, { actor }) => {
    const made = await startGrid(transaction, actor, { composition, attribute, tokens: rows }, key);
    return [made, await getGridRows(transaction, [made.id])] as const;
  });
  for (const run of runs) startRun(context, 'composition', run);
  return grid;
}
