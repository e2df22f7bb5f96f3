import { ApolloLink, ServerError } from '@apollo/client';
import { OperationTypeNode } from 'graphql';
import { catchError, map, of, switchMap, throwError, timer, type Observable } from 'rxjs';

/**
 * Asks a query again when the API says so, where it was too much at once for one person or for all: whoever leafs through many pages
 * waits for a moment, and sees nothing fail. What somebody does by a mutation is refused, and said.
 * @param mostSeconds that a query waits in all
 * @param onWait before each wait
 */
export const patientLink = (mostSeconds: number, onWait?: () => void): ApolloLink =>
  new ApolloLink((operation, forward) => {
    if (operation.operationType !== OperationTypeNode.QUERY) return forward(operation);
    const ask = (left: number): Observable<ApolloLink.Result> =>
      forward(operation).pipe(
        map((answer) => ({ seconds: saidIn(answer), now: of(answer) })),
        catchError((error: unknown) => of({ seconds: saidBy(error), now: throwError(() => error) })),
        switchMap(({ seconds, now }) => {
          if (seconds === undefined || seconds > left) return now;
          onWait?.();
          return timer(seconds * 1000).pipe(switchMap(() => ask(left - seconds)));
        }),
      );
    return ask(mostSeconds);
  });

/** After how many seconds the API would be asked again; undefined where it does not say so. */
function saidIn({ errors = [] }: ApolloLink.Result): number | undefined {
  const said = errors.map(({ extensions }) => extensions?.['retryAfterSeconds']);
  return said.find((seconds) => typeof seconds === 'number');
}

/** The same of what refuses requests before GraphQL sees them. */
function saidBy(error: unknown): number | undefined {
  if (!ServerError.is(error)) return undefined;
  const seconds = Number.parseInt(error.response.headers.get('retry-after') ?? '', 10);
  return Number.isNaN(seconds) ? undefined : seconds;
}
