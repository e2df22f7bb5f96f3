import { getBoardDraft, saveBoardDraft, type BoardDraft } from '@facet/db';
import { InvalidInputError } from '../errors.ts';
import { inOrganization } from '../graphql/context.ts';
import { text } from '../input.ts';
import { builder } from './builder.ts';
import { failing } from './error-types.ts';
import { nodeRef } from './node.ts';

const boards = nodeRef<'BoardDraft', BoardDraft>(
  'BoardDraft',
  async (transaction, { actor }, ids) => {
    const own = ids.some((each) => each === actor.id) ? await getBoardDraft(transaction, actor) : undefined;
    return own ? [own] : [];
  },
  { idOf: ({ userId }) => userId },
);

builder.objectType(boards.ref, {
  name: 'BoardDraft',
  description: 'What you were composing in this organisation, on whatever device.',
  fields: (t) => ({
    content: t.string({
      description: 'A JSON object, as it was given.',
      resolve: ({ content }) => JSON.stringify(content),
    }),
    revision: t.exposeInt('revision', { description: 'Grows with each saving.' }),
    updatedAt: t.field({
      description: 'When it was saved last.',
      type: 'DateTime',
      resolve: ({ updatedAt }) => updatedAt,
    }),
  }),
});

const people = { $all: { can: 'write', person: true } } as const;

builder.queryField('boardDraft', (t) =>
  t.field({
    description: 'Null before the first saving.',
    type: boards.ref,
    nullable: true,
    resolve: (_root, _args, context) =>
      inOrganization(context, (transaction, { actor }) => getBoardDraft(transaction, actor)),
  }),
);

builder.mutationField('saveBoardDraft', (t) =>
  t.field({
    description: 'In place of what was there, unless somebody saved it meanwhile.',
    type: boards.ref,
    authScopes: people,
    errors: failing('wrongState'),
    args: {
      content: t.arg.string({ required: true, description: 'A JSON object; what is in it is yours to decide.' }),
      revision: t.arg.int({
        description:
          'The one that was changed, 0 where there was none: with it, nothing is saved over what came from another device meanwhile.',
      }),
    },
    resolve: (_root, { content, revision }, context) => {
      const board = objectOf(text('content', content, 'board'));
      return inOrganization(context, (transaction, { actor }) =>
        saveBoardDraft(transaction, actor, board, revision ?? undefined),
      );
    },
  }),
);

function objectOf(content: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(content);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new InvalidInputError('content is no JSON object.');
}
