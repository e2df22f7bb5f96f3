import { Kind, TypeInfo, visit, visitWithTypeInfo, print, type GraphQLResolveInfo } from 'graphql';
import type { ChangeEvent } from '@facet/contracts';
import { openFeed, type Question } from '../live/feed.ts';
import { END_REASONS, RESYNC_REASONS, type FeedEvent, type News } from '../live/feed-event.ts';
import { encodeId } from '../ids.ts';
import { builder } from './builder.ts';
import { enumOf } from './enums.ts';
import { findByKind } from './node.ts';

type NewsOf<Type extends News['type']> = Extract<News, { readonly type: Type }>;

const ResyncReason = enumOf(
  'FeedResyncReason',
  RESYNC_REASONS,
  'BEGUN: from here on nothing is missed. MISSED: the service was cut off. BEHIND: you were too slow. RIGHTS: what you may see has changed.',
);

const EndReason = enumOf(
  'FeedEndReason',
  END_REASONS,
  'Of the session, the API key, the membership in the organisation, or the right to read.',
);

const ChangeKind = enumOf('ChangeKind', ['created', 'changed', 'deleted'] as const, 'What has happened to a thing.');

const Resync = builder.objectRef<NewsOf<'FeedResync'>>('FeedResync').implement({
  description:
    'Read again what you show. Always the first event, so also the first after a lost connection: what happened meanwhile is not told.',
  fields: (t) => ({
    reason: t.field({
      description: 'Why what you show may be stale.',
      type: ResyncReason,
      resolve: ({ reason }) => reason,
    }),
  }),
});

const End = builder.objectRef<NewsOf<'FeedEnd'>>('FeedEnd').implement({
  description: 'The last event: you may not follow this organisation any more.',
  fields: (t) => ({
    reason: t.field({ description: 'What has ended.', type: EndReason, resolve: ({ reason }) => reason }),
  }),
});

interface Change {
  readonly change: ChangeEvent['change'];
  readonly typename: string;
  readonly id: string;
  readonly node: object | null;
}

const ChangeType = builder.objectRef<Change>('Change').implement({
  description: 'One thing that was changed.',
  fields: (t) => ({
    change: t.field({
      description:
        'DELETED also of what you see no longer. What you did not know can be CHANGED: it was shown to you only now.',
      type: ChangeKind,
      resolve: ({ change }) => change,
    }),
    typename: t.exposeString('typename', { description: 'Of the thing, such as `Token`.' }),
    id: t.exposeID('id', { description: 'Of the thing.' }),
    node: t.field({
      description: 'As you see it now; null for what is DELETED.',
      type: builder.nodeInterfaceRef(),
      nullable: true,
      resolve: ({ node }) => node,
    }),
  }),
});

const Changes = builder.objectRef<NewsOf<'FeedChanges'>>('FeedChanges').implement({
  description: 'Things of one kind that somebody, or a worker, has changed.',
  fields: (t) => ({
    changes: t.field({
      description: 'Each of them once.',
      type: [ChangeType],
      resolve: async ({ announcement: { change } }, _args, context) => {
        const { kind, ids } = change;
        const changes = await Promise.all(
          ids.map(async (id): Promise<Change> => {
            const node = change.change === 'deleted' ? null : await findByKind(context, kind, id);
            return { change: node ? change.change : 'deleted', typename: kind, id: encodeId(kind, id), node };
          }),
        );
        // What is new and not to be seen was never seen.
        return change.change === 'created' ? changes.filter(({ node }) => node) : changes;
      },
    }),
  }),
});

const Event = builder.unionType('FeedEvent', {
  description: 'What the members of an organisation are told.',
  types: [Resync, Changes, End],
  resolveType: ({ type }) => type,
});

/** Whether somebody asks for a field whose value is a reader's own. */
function isPersonal({ schema, operation, fragments }: GraphQLResolveInfo): boolean {
  const types = new TypeInfo(schema);
  let found = false;
  const document = { kind: Kind.DOCUMENT as const, definitions: [operation, ...Object.values(fragments)] };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: () => void (found ||= types.getFieldDef()?.extensions['personal'] === true),
    }),
  );
  return found;
}

const questionOf = (info: GraphQLResolveInfo): Question => ({
  text: JSON.stringify([
    print(info.operation),
    Object.values(info.fragments).map((fragment) => print(fragment)),
    info.variableValues,
  ]),
  isPersonal: isPersonal(info),
});

builder.subscriptionField('organizationChanges', (t) =>
  t.field({
    description:
      'What others, workers and your other windows change in the organisation that you act for, and in what is granted to it: runs, libraries, tokens, pictures, boards, members and what else has an id. Of a private library only its creator is told.',
    type: Event,
    subscribe: (_root, _args, context, info) => openFeed(context, questionOf(info)),
    resolve: ({ news }: FeedEvent) => news,
  }),
);
