import type { OrganizationTransaction } from '@facet/db';
import { brandWithType } from '@pothos/core';
import type { Viewer } from '../auth/viewer.ts';
import { inOrganization, type Context } from '../graphql/context.ts';
import { builder } from './builder.ts';
import { NotFoundError } from '../errors.ts';
import { decodeId, isIdOf, splitId, type IdOf, type Kind } from '../ids.ts';
import { few } from '../input.ts';
import { asManyAs } from './page.ts';

type Load<K extends Kind, Row> = (
  transaction: OrganizationTransaction,
  viewer: Viewer,
  ids: readonly IdOf<K>[],
) => Promise<Row[]>;

interface Finding<K extends Kind, Row> {
  /** Default: its field `id`. */
  readonly idOf?: (row: Row) => string;
  /** By which a row is found as well. */
  readonly formerIdsOf?: (row: Row) => readonly string[];
  /** Is asked for what the organisation does not show and the person may see. */
  readonly loadElsewhere?: (context: Context, ids: readonly IdOf<K>[]) => Promise<Row[]>;
}

/** How `node(id)` finds a thing: by the loader that every other field uses, so the same rows are seen. */
const finders = new Map<string, (context: Context, id: string) => Promise<object | null>>();

/**
 * A type that has an id, loaded in one query for all ids that a request asks for at a time. Ids that the viewer may not
 * see load as null, whatever the reason.
 */
export function nodeRef<K extends Kind, Row extends object>(
  kind: K,
  load: Load<K, Row>,
  { idOf = (row) => (row as { id: string }).id, formerIdsOf = () => [], loadElsewhere }: Finding<K, Row> = {},
) {
  const ref = builder.loadableNodeRef(kind, {
    id: {
      description: 'Global: the same for as long as the thing is there, and unlike any other.',
      resolve: (row: Row) => idOf(row),
      extensions: { idOf },
    },
    load: async (ids: string[], context: Context): Promise<(Row | null)[]> => {
      const possible = ids.filter((id) => isIdOf(kind, id)) as IdOf<K>[];
      const rows = await inOrganization(context, (transaction, viewer) => load(transaction, viewer, possible));
      const byId = new Map(rows.flatMap((row) => [idOf(row), ...formerIdsOf(row)].map((id) => [id, row])));
      const missing = possible.filter((id) => !byId.has(id));
      if (loadElsewhere && missing.length > 0)
        for (const row of await loadElsewhere(context, missing)) byId.set(idOf(row), row);
      return ids.map((id) => byId.get(id) ?? null);
    },
  });
  const find = async (context: Context, id: string): Promise<Row | null> =>
    (await ref.getDataloader(context).load(id)) as Row | null;
  finders.set(kind, find);
  return {
    ref,
    find,
    /** The row of a global id. Throws `NotFoundError`. */
    async get(context: Context, globalId: string): Promise<Row> {
      const row = await find(context, decodeId(kind, globalId));
      if (!row) throw new NotFoundError();
      return row;
    },
  };
}

/** The thing of this type and id, as the viewer sees it. */
export async function findByKind(context: Context, typename: string, id: string): Promise<object | null> {
  const row = await finders.get(typename)?.(context, id);
  if (!row) return null;
  brandWithType(row, typename as never);
  return row;
}

function findNode(context: Context, globalId: string): Promise<object | null> {
  const { typename, id } = splitId(globalId);
  return findByKind(context, typename, id);
}

const MAX_NODES = 100;
const anyId = { required: true as const, extensions: { kind: 'any' } };

builder.queryFields((t) => ({
  node: t.field({
    description: 'Anything that has an id; null for what is not there or not yours.',
    type: builder.nodeInterfaceRef(),
    nullable: true,
    args: { id: t.arg.id(anyId) },
    resolve: (_root, { id }, context) => findNode(context, id),
  }),
  nodes: t.field({
    description: `The same for 1 to ${MAX_NODES} ids, in their order.`,
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    extensions: { rows: asManyAs('ids', MAX_NODES) },
    args: { ids: t.arg.idList(anyId) },
    resolve: (_root, { ids }, context) => {
      few('ids', ids, MAX_NODES);
      return Promise.all(ids.map((id) => findNode(context, id)));
    },
  }),
}));
