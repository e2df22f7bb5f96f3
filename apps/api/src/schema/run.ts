import type { RunKind } from '@facet/base';
import type { RunId, RunStatus } from '@facet/contracts';
import { queuePositions, type Composition, type Inversion } from '@facet/db';
import type { ArgBuilder, ObjectFieldsShape } from '@pothos/core';
import { viewerOf, type Context } from '../graphql/context.ts';
import { optionalText } from '../input.ts';
import { builder } from './builder.ts';
import { RunErrorCodeEnum, RunStatusEnum } from './enums.ts';
import { users } from './organization.ts';

type Types = typeof builder.$inferSchemaTypes;

const RunError = builder.objectRef<{ code: Inversion['errorCode']; message: string }>('RunError').implement({
  description: 'Why a run failed.',
  fields: (t) => ({
    code: t.field({
      description: 'For programs; null for what has none.',
      type: RunErrorCodeEnum,
      nullable: true,
      resolve: ({ code }) => code,
    }),
    message: t.exposeString('message', { description: 'For people: what happened, and what to do.' }),
  }),
});

/** What inversions and compositions say alike. */
export const runFields = <Kind extends RunKind, Row extends Inversion | Composition>(
  kind: Kind,
  t: Parameters<ObjectFieldsShape<Types, Row>>[0],
) => ({
  status: t.field({
    description: 'Where it is between queued and its end.',
    type: RunStatusEnum,
    resolve: ({ status }) => status,
  }),
  done: t.int({ description: 'Steps or pictures, of `total`.', resolve: ({ done }) => done }),
  total: t.int({ description: 'How many steps or pictures there will be.', resolve: ({ total }) => total }),
  remainingSeconds: t.int({
    description: 'An estimate, while it is at work.',
    nullable: true,
    resolve: ({ remainingSeconds }) => remainingSeconds,
  }),
  queuePosition: t.loadable({
    description:
      'How many come before it while it is queued, 0 for the next one. Organisations take turns; what may run at once is not counted.',
    type: 'Int',
    nullable: true,
    load: async (ids: string[], { services }: Context) => {
      const positions = await services.operations.withOperations((transaction) =>
        queuePositions(transaction, kind, ids as RunId<Kind>[]),
      );
      return ids.map((id) => positions.get(id as RunId<Kind>) ?? null);
    },
    resolve: ({ status, id }) => (status === 'queued' ? id : null),
  }),
  error: t.field({
    description: 'Null unless it failed.',
    type: RunError,
    nullable: true,
    resolve: ({ errorCode, errorMessage }) =>
      errorMessage === null ? null : { code: errorCode, message: errorMessage },
  }),
  createdBy: t.field({
    description: 'Null when an API key did it, or somebody who is no member any more.',
    type: users.ref,
    nullable: true,
    resolve: ({ createdBy }) => createdBy,
  }),
  startedAt: t.field({
    description: 'When a worker began; null while it is queued.',
    type: 'DateTime',
    nullable: true,
    resolve: ({ startedAt }) => startedAt,
  }),
  finishedAt: t.field({
    description: 'When it ended, in whatever way; null before.',
    type: 'DateTime',
    nullable: true,
    resolve: ({ finishedAt }) => finishedAt,
  }),
  createdAt: t.field({
    description: 'When it was asked for.',
    type: 'DateTime',
    resolve: ({ createdAt }) => createdAt,
  }),
});

export const runFilterArgs = (arg: ArgBuilder<Types>, text: string) => ({
  status: arg({ type: RunStatusEnum, deprecationReason: 'Use statuses.' }),
  statuses: arg({ type: [RunStatusEnum], description: 'In any of these.' }),
  mine: arg.boolean({ description: 'True: only what you started; with an API key, what that has.' }),
  text: arg.string({ description: text }),
});

interface RunFilterArgs {
  readonly status?: RunStatus | null | undefined;
  readonly statuses?: readonly RunStatus[] | null | undefined;
  readonly mine?: boolean | null | undefined;
  readonly text?: string | null | undefined;
}

export const runFilterOf = (context: Context, { status, statuses, mine, text }: RunFilterArgs) => ({
  statuses: statuses ?? (status ? [status] : undefined),
  madeBy: mine ? viewerOf(context).actor : undefined,
  text: optionalText('text', text, 'name'),
});
