import type { Composition, Inversion } from '@facet/db';
import type { ObjectFieldsShape } from '@pothos/core';
import { builder } from './builder.ts';
import { RunErrorCodeEnum, RunStatusEnum } from './enums.ts';

type Types = typeof builder.$inferSchemaTypes;

const RunError = builder.objectRef<{ code: Inversion['errorCode']; message: string }>('RunError').implement({
  fields: (t) => ({
    code: t.field({ type: RunErrorCodeEnum, nullable: true, resolve: ({ code }) => code }),
    message: t.exposeString('message'),
  }),
});

/** What inversions and compositions say alike. */
export const runFields = <Row extends Inversion | Composition>(t: Parameters<ObjectFieldsShape<Types, Row>>[0]) => ({
  status: t.field({ type: RunStatusEnum, resolve: ({ status }) => status }),
  done: t.int({ description: 'Steps or pictures, of `total`.', resolve: ({ done }) => done }),
  total: t.int({ resolve: ({ total }) => total }),
  error: t.field({
    type: RunError,
    nullable: true,
    resolve: ({ errorCode, errorMessage }) =>
      errorMessage === null ? null : { code: errorCode, message: errorMessage },
  }),
  startedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ startedAt }) => startedAt }),
  finishedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ finishedAt }) => finishedAt }),
  createdAt: t.field({ type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
});
