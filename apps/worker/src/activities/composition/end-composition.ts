import type { ComposeImagesInput, ComposeImagesResult } from '@facet/contracts';
import { finishComposition } from '@facet/db';
import type { Dependencies } from '../../dependencies.ts';
import { endRun } from '../run/end-run.ts';
import type { EndReason } from '../run/explain-end.ts';

export interface CompositionEnd extends ComposeImagesInput {
  /** Why the workflow ends before its pictures are there, unless the row says it already. */
  readonly reason?: EndReason;
}

/** Ends a composition: finished, if all its pictures are there. */
export const endComposition = (
  dependencies: Dependencies,
  { organizationId, compositionId: id, attempt, reason }: CompositionEnd,
): Promise<ComposeImagesResult> =>
  endRun(dependencies, organizationId, { id, attempt }, reason, {
    kind: 'composition',
    async finish(t, { status, done, total }) {
      if (status !== 'running' || done < total) return false;
      await finishComposition(t, id);
      return true;
    },
    async resultOf(_t, { status, done, errorCode }): Promise<ComposeImagesResult> {
      if (status === 'failed') return { status, code: errorCode ?? 'internal' };
      return { status: status === 'cancelled' ? 'cancelled' : 'finished', outputs: done };
    },
  });
