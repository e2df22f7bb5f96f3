import type { InvertImageInput, InvertImageResult } from '@facet/contracts';
import { tokensOf } from '@facet/db';
import type { Dependencies } from '../../dependencies.ts';
import { endRun } from '../run/end-run.ts';
import type { EndReason } from '../run/explain-end.ts';

export interface InversionEnd extends InvertImageInput {
  /** Why the workflow ends, unless the row says it already. */
  readonly reason?: EndReason;
}

/** Ends an inversion. One whose tokens are made is finished by the activity that made them. */
export const endInversion = (
  dependencies: Dependencies,
  { organizationId, inversionId: id, attempt, reason }: InversionEnd,
): Promise<InvertImageResult> =>
  endRun(dependencies, organizationId, { id, attempt }, reason, {
    kind: 'inversion',
    async resultOf(t, { status, done, errorCode }): Promise<InvertImageResult> {
      if (status === 'cancelled') return { status, step: done };
      if (status === 'failed') return { status, code: errorCode ?? 'internal' };
      return { status: 'finished', tokenIds: await tokensOf(t, id) };
    },
  });
