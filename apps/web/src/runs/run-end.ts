import type { RunStatus } from '../graphql/schema.ts';
import { texts } from '../texts/texts.ts';

/** How a run can end. */
export type EndStatus = keyof typeof texts.runs.ended;

export const isEnd = (status: RunStatus): status is EndStatus => status in texts.runs.ended;
