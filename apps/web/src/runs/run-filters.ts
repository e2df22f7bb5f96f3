import type { RunStatus } from '../graphql/schema.ts';
import type { RunsPageQueryVariables } from './runs-page.graphql.ts';

/** States by which the list can be narrowed. */
export const FILTERS = ['RUNNING', 'QUEUED', 'FINISHED', 'FAILED', 'CANCELLED'] as const satisfies readonly RunStatus[];

/** The list that an address asks for, the same on the server and in the browser. */
export function statusesOf(state: string | string[] | undefined): RunsPageQueryVariables {
  const chosen = FILTERS.find((each) => each.toLowerCase() === state);
  return chosen ? { statuses: chosen === 'RUNNING' ? ['RUNNING', 'CANCELLING'] : [chosen] } : {};
}
