import { useAsk } from '../graphql/use-action.ts';
import { DeleteCompositionDocument, DeleteGridDocument } from './compose.graphql.ts';

const CHANGES = { changes: ['Composition', 'Grid', 'Output'] };

/** Deletes what was drawn. Each gives why it is refused, or undefined. */
export function useDeletion() {
  const ask = useAsk();
  return {
    async composition(id: string): Promise<string | undefined> {
      const outcome = await ask(DeleteCompositionDocument, { id }, CHANGES);
      return outcome.ok ? undefined : outcome.message;
    },
    async grid(id: string): Promise<string | undefined> {
      const outcome = await ask(DeleteGridDocument, { id }, CHANGES);
      return outcome.ok ? undefined : outcome.message;
    },
  };
}
