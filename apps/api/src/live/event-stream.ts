import { createSourceEventStream, execute, GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { Context } from '../graphql/context.ts';
import { FeedEvent } from './feed-event.ts';

const FINAL = new Set(['NOT_FOUND', 'UNAUTHENTICATED', 'FORBIDDEN']);

/** What a subscription is executed with. */
export interface SubscriptionArgs extends ExecutionArgs {
  readonly contextValue: Context;
  /** Looks up again who asks. */
  readonly freshContext: () => Promise<Context>;
}

/**
 * graphql-js' `subscribe`, except that each event is answered in a context of its own: who asks is looked up again, what
 * they may see is checked again, and nothing that an earlier event loaded is reused. An event that is refused is the last. Events
 * of a feed say themselves whose rights they are answered with, and which is the last.
 */
export async function subscribeAnew(
  args: SubscriptionArgs,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const events = source[Symbol.asyncIterator]();
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await events.return?.();
    return { done: true, value: undefined };
  };
  let refused = false;
  return {
    async next() {
      if (refused) return end();
      const event = await events.next();
      if (event.done) return { done: true, value: undefined };
      if (event.value instanceof FeedEvent) return { done: false, value: await answerFeed(args, event.value) };
      const value = await answer(args, event.value);
      refused =
        value.errors?.some(({ extensions, originalError }) => FINAL.has(codeOf(extensions, originalError))) ?? false;
      return { done: false, value };
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  } satisfies AsyncIterableIterator<ExecutionResult>;
}

async function answer({ freshContext, ...args }: SubscriptionArgs, rootValue: unknown): Promise<ExecutionResult> {
  try {
    return await execute({ ...args, rootValue, contextValue: await freshContext() });
  } catch (error) {
    return { errors: [new GraphQLError((error as Error).message, { originalError: error as Error })] };
  }
}

function answerFeed({ contextValue, ...args }: SubscriptionArgs, event: FeedEvent): Promise<ExecutionResult> {
  const { services, log, headers, addressGroup } = contextValue;
  const context: Context = { services, log, headers, addressGroup, viewer: event.viewer };
  return event.answer(async () => execute({ ...args, rootValue: event, contextValue: context }));
}

const codeOf = (extensions: Record<string, unknown>, original: Error | undefined): string =>
  String(extensions['code'] ?? (original as { code?: string } | undefined)?.code ?? '');
