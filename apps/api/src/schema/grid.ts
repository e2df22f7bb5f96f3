import { SAMPLING_BOUNDS, SAMPLING_DEFAULTS } from '@facet/base';
import type { GridId } from '@facet/contracts';
import {
  countGrids,
  deleteGrid,
  getGridRows,
  getGrids,
  listGrids,
  MAX_GRID_ROWS,
  recordAudit,
  type Grid,
} from '@facet/db';
import { composeGrid } from '../compositions/compose-grid.ts';
import { inOrganization } from '../graphql/context.ts';
import { decodeId } from '../ids.ts';
import { id, optionalId, ranged } from './arguments.ts';
import { builder } from './builder.ts';
import { choices, NEW_COMPOSITION } from './composition-choices.ts';
import { compositions } from './composition.ts';
import { Deleted } from './deleted.ts';
import { AttributeEnum } from './enums.ts';
import { failing, missing } from './error-types.ts';
import { nodeRef } from './node.ts';
import { users } from './organization.ts';
import { atMost, connectionOf, pageArgs, PAGED, readConnection } from './page.ts';

const grids = nodeRef<'Grid', Grid>('Grid', (transaction, _viewer, ids) => getGrids(transaction, ids));

builder.objectType(grids.ref, {
  name: 'Grid',
  description: 'Compositions that differ in the token of one attribute, each of the same seeds.',
  fields: (t) => ({
    attribute: t.field({
      description: 'In whose token its rows differ.',
      type: AttributeEnum,
      resolve: ({ attribute }) => attribute,
    }),
    rows: t.loadableList({
      description: 'One for each token, in their order; those that are not deleted.',
      type: compositions.ref,
      extensions: atMost(MAX_GRID_ROWS),
      load: async (ids: GridId[], context) => {
        const rows = await inOrganization(context, (transaction) => getGridRows(transaction, ids));
        return ids.map((each) => rows.filter(({ gridId }) => gridId === each));
      },
      resolve: (row) => row.id,
    }),
    createdBy: t.field({
      description: 'Null when an API key did it, or somebody who is no member any more.',
      type: users.ref,
      nullable: true,
      resolve: ({ createdBy }) => createdBy,
    }),
    createdAt: t.field({ description: 'When it was made.', type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
  }),
});

builder.objectField(compositions.ref, 'grid', (t) =>
  t.field({
    description: 'That it is a row of.',
    type: grids.ref,
    nullable: true,
    resolve: ({ gridId }) => gridId,
  }),
);

const GridConnection = connectionOf<Grid>('Grid', grids.ref);

builder.queryFields((t) => ({
  grid: t.field({
    description: 'One grid, by its id.',
    type: grids.ref,
    errors: missing,
    args: { id: t.arg.id(id('Grid')) },
    resolve: (_root, args, context) => grids.get(context, args.id),
  }),
  grids: t.field({
    description: 'The newest first.',
    type: GridConnection,
    extensions: PAGED,
    args: pageArgs(t.arg),
    resolve: (_root, page, context, info) =>
      readConnection<Grid>(
        context,
        info,
        page,
        (request) => (transaction) => listGrids(transaction, request),
        countGrids,
      ),
  }),
}));

const GridToken = builder.inputType('GridTokenInput', {
  description: 'The token of one row.',
  fields: (t) => ({
    tokenId: t.id(id('Token')),
    strength: t.float({ defaultValue: SAMPLING_DEFAULTS.strength, description: ranged(SAMPLING_BOUNDS.strength) }),
  }),
});

builder.mutationFields((t) => ({
  composeGrid: t.field({
    description: 'One composition for each token of an attribute, with all else the same.',
    type: grids.ref,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'wrongState', 'quotaExceeded', 'keyReused'),
    args: {
      attribute: t.arg({ type: AttributeEnum, required: true }),
      tokens: t.arg({ type: [GridToken], required: true, description: `1 to ${MAX_GRID_ROWS}.` }),
      ...choices(t.arg, NEW_COMPOSITION),
      modelId: t.arg.id(optionalId('Model', 'By default the newest that a worker offers.')),
    },
    resolve: (_root, args, context) => composeGrid(context, args),
  }),
  deleteGrid: t.field({
    description: 'One whose compositions are over, with them and their pictures.',
    type: Deleted,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'wrongState'),
    args: { gridId: t.arg.id(id('Grid')) },
    resolve: async (_root, { gridId }, context) => {
      const subjectId = decodeId('Grid', gridId);
      await inOrganization(context, async (transaction, { actor }) => {
        await deleteGrid(transaction, subjectId);
        await recordAudit(transaction, actor, { action: 'grid.delete', subjectKind: 'grid', subjectId });
      });
      return { id: gridId };
    },
  }),
}));
