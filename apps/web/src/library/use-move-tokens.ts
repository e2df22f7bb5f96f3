import type { ApolloCache, Reference } from '@apollo/client';
import { useAsk } from '../graphql/use-action.ts';
import { texts } from '../texts/texts.ts';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { toast } from '../ui/toast.ts';
import { MoveTokensDocument, type MoveTokensMutation } from './batch.graphql.ts';
import { inBatches, type Left } from './in-batches.ts';

const t = texts.shelf.batch;

export interface Destination {
  readonly id: string;
  readonly name: string;
}

/**
 * Moves tokens into another library, however it was asked for. Lists of other libraries are without them at once, and have those again that
 * the API leaves where they are. What was moved is said, and can be undone from there.
 */
export function useMoveTokens(): (tokens: readonly TokenCardFragment[], into: Destination) => Promise<readonly Left[]> {
  const ask = useAsk();
  const move = (ids: readonly string[], into: Destination): Promise<readonly Left[]> =>
    inBatches(ids, (some) =>
      ask(
        MoveTokensDocument,
        { ids: some, libraryId: into.id },
        { changes: ['Token'], optimisticResponse: answerOf(some, into), update: leaveOtherLists(into.id) },
      ),
    );
  return async (tokens, into) => {
    const moving = tokens.filter(({ library }) => library.id !== into.id);
    const left = await move(
      moving.map(({ id }) => id),
      into,
    );
    const moved = moving.filter(({ id }) => !left.some((each) => each.id === id));
    const undo = async (): Promise<void> => {
      const back = await Promise.all(
        [...Map.groupBy(moved, ({ library }) => library.id).values()].map((some) =>
          move(
            some.map(({ id }) => id),
            some[0]!.library,
          ),
        ),
      );
      const [wrong] = back.flat();
      void toast(texts.library.title, wrong ? wrong.why : t.movedBack(moved.length));
    };
    if (moved.length > 0)
      void toast(into.name, t.done.move(moved.length), { label: texts.undo, onAct: () => void undo() });
    return left;
  };
}

const answerOf = (ids: readonly string[], { id, name }: Destination) => ({
  moveTokens: {
    __typename: 'TokenBatch' as const,
    items: ids.map((tokenId) => ({
      __typename: 'TokenBatchItem' as const,
      tokenId,
      token: {
        __typename: 'Token' as const,
        id: tokenId,
        library: { __typename: 'Library' as const, id, name, isGranted: false },
      },
      error: null,
    })),
  },
});

interface List {
  readonly totalCount?: number;
  readonly edges: readonly { readonly node: Reference }[];
}

/** Takes what is moved out of the lists of the libraries where it was. */
const leaveOtherLists =
  (libraryId: string) =>
  (cache: ApolloCache, { data }: { readonly data?: MoveTokensMutation | null | undefined }): void => {
    if (data?.moveTokens.__typename !== 'TokenBatch') return;
    const moved = new Set(data.moveTokens.items.filter(({ error }) => !error).map(({ tokenId }) => tokenId));
    cache.modify({
      id: 'ROOT_QUERY',
      fields: {
        tokens(value: unknown, { readField, storeFieldName }) {
          const list = value as List;
          const { libraryId: of } = JSON.parse(storeFieldName.slice('tokens:'.length)) as { libraryId?: string };
          if (of === undefined || of === libraryId) return list;
          const edges = list.edges.filter(({ node }) => !moved.has(readField<string>('id', node)!));
          return { ...list, edges, totalCount: (list.totalCount ?? 0) - (list.edges.length - edges.length) };
        },
      },
    });
  };
