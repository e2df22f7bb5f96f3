import { createSourceEventStream, execute, GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';

const FINAL = new Set(['NOT_FOUND', 'UNAUTHENTICATED', 'FORBIDDEN']);

/**
 * graphql-js' `subscribe`, except that each event is answered in a context of its own: who asks is looked up again, what
 * they may see is checked again, and nothing that an earlier event loaded is reused. An event that is refused is the last.
 */
export async function subscribeAnew(
  args: ExecutionArgs,
  freshContext: () => Promise<unknown>,
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
      const value = await answer(args, event.value, freshContext);
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

async function answer(
  args: ExecutionArgs,
  rootValue: unknown,
  freshContext: () => Promise<unknown>,
): Promise<ExecutionResult> {
  try {
    return await execute({ ...args, rootValue, contextValue: await freshContext() });
  } catch (error) {
    return { errors: [new GraphQLError((error as Error).message, { originalError: error as Error })] };
  }
}

const codeOf = (extensions: Record<string, unknown>, original: Error | undefined): string =>
  String(extensions['code'] ?? (original as { code?: string } | undefined)?.code ?? '');
