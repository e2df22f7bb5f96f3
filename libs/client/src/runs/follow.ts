import type { CallOptions, Client } from '../client.ts';
import { ClientError } from '../errors/client-error.ts';
import type { RunStatus } from '../operations/schema.ts';
import type { TypedDocument } from '../typed-document.ts';

/** What inversions and compositions say alike. */
export interface RunState {
  readonly status: RunStatus;
  readonly done: number;
  readonly total: number;
  readonly error: { readonly message: string } | null;
}

/** The run of a subscription of one field, such as `inversionProgress`. */
type Followed<Result> = Result[keyof Result] & RunState;

export const isOver = ({ status }: Pick<RunState, 'status'>): boolean =>
  status === 'FINISHED' || status === 'FAILED' || status === 'CANCELLED';

/**
 * A run as it is, and again after each change, until it is over. After a lost connection it goes on with the state of then;
 * what was missed is in it, and no state comes twice. The document is a subscription of one field.
 * @throws ClientError; the signal's reason
 */
export async function* follow<Result, Variables>(
  client: Pick<Client, 'subscribe'>,
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  options: CallOptions = {},
): AsyncGenerator<Followed<Result>> {
  let seen: string | undefined;
  for (;;) {
    let hasNews = false;
    for await (const event of client.subscribe(document, variables, options)) {
      const [run] = Object.values(event as Record<string, Followed<Result>>);
      const state = JSON.stringify(run);
      if (!run || state === seen) continue;
      seen = state;
      hasNews = true;
      yield run;
      if (isOver(run)) return;
    }
    // A service that goes down ends its subscriptions; one that ends them twice without a word is at fault.
    if (!hasNews) throw endedEarly();
  }
}

/** Tells `see` of every state, and gives the one in which the run is over. @throws ClientError */
export async function lastState<Run extends RunState>(
  states: AsyncIterable<Run>,
  see: (run: Run) => void = () => undefined,
): Promise<Run> {
  for await (const run of states) {
    see(run);
    if (isOver(run)) return run;
  }
  throw endedEarly();
}

/** The same for a run that is to be finished. @throws ClientError `run-failed`, `run-cancelled` when it ends otherwise */
export async function untilFinished<Run extends RunState>(
  states: AsyncIterable<Run>,
  see?: (run: Run) => void,
): Promise<Run> {
  const run = await lastState(states, see);
  const { status, done, total, error } = run;
  if (status === 'FINISHED') return run;
  if (status === 'CANCELLED')
    throw new ClientError('run-cancelled', `The run was cancelled after ${done} of ${total}.`);
  throw new ClientError('run-failed', `The run failed: ${error?.message ?? 'the service does not say why.'}`);
}

const endedEarly = (): ClientError =>
  new ClientError('unexpected-answer', 'The service ended the progress before the run was over. Follow it again.');
