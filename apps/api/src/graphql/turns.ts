import { setImmediate } from 'node:timers/promises';
import { NoAllowanceError } from '../edge/allowance.ts';
import type { Edge } from '../edge/edge.ts';
import { NoTurnError } from '../edge/turns.ts';
import { refusal } from './refusal.ts';

/** Who asks, where their address is all that counts. */
export interface Stranger {
  readonly services: { readonly edge: Edge };
  readonly addressGroup: string;
}

/** Charges the address. Throws a GraphQLError when it has used up what it may. */
export async function spendAllowance({ services, addressGroup }: Stranger, points: number): Promise<void> {
  try {
    await services.edge.allowance.spend(addressGroup, points);
  } catch (error) {
    if (!(error instanceof NoAllowanceError)) throw error;
    const { message, retryAfterSeconds } = error;
    throw refusal('RATE_LIMITED', message, { status: 429, retryAfterSeconds });
  }
}

/** Parses or validates a document when it is the address's turn. What others have sent meanwhile is looked at before each. */
export const readDocument = <Result>({ services, addressGroup }: Stranger, read: () => Result): Promise<Result> =>
  orBusy(
    services.edge.documents.take(addressGroup, async () => {
      await setImmediate();
      return read();
    }),
  );

/** Says of `NoTurnError` that it is worth another try: 503, and when. */
export async function orBusy<Result>(waiting: Promise<Result>): Promise<Result> {
  try {
    return await waiting;
  } catch (error) {
    if (!(error instanceof NoTurnError)) throw error;
    const { retryAfterSeconds } = error;
    throw refusal('BUSY', 'Too much is asked for at the moment. Try again in some seconds.', {
      status: 503,
      retryAfterSeconds,
    });
  }
}
