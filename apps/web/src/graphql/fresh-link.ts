import { ApolloLink } from '@apollo/client';
import { Kind, OperationTypeNode } from 'graphql';
import { defer, of, switchMap, type Observable } from 'rxjs';

/** Where something changes all the time, an answer is taken as it is in the end. */
const MOST_ANSWERS = 5;

const EVERYTHING = '*';

let now = 0;
/** When each field of the API's Query was last another one. */
const changed = new Map<string, number>();

/** @param fields of the API's Query that are others now; without, all of them */
export function noteChange(fields: Iterable<string> = [EVERYTHING]): void {
  now++;
  for (const field of fields) changed.set(field, now);
}

/**
 * Gives no answer that a change has overtaken, and asks anew in its place. Such an answer is of before or after the change, and Apollo
 * asks no second time for what is being asked for already.
 */
export const freshLink = new ApolloLink((operation, forward) => {
  if (operation.operationType !== OperationTypeNode.QUERY) return forward(operation);
  const fields = [EVERYTHING, ...fieldsOf(operation)];
  const ask = (left: number): Observable<ApolloLink.Result> =>
    defer(() => {
      const begun = now;
      const isOvertaken = (): boolean => fields.some((field) => (changed.get(field) ?? 0) > begun);
      return forward(operation).pipe(switchMap((answer) => (left > 1 && isOvertaken() ? ask(left - 1) : of(answer))));
    });
  return ask(MOST_ANSWERS);
});

const fieldsOf = ({ query }: ApolloLink.Operation): readonly string[] =>
  query.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .flatMap(({ selectionSet }) => selectionSet.selections)
    .flatMap((selection) => (selection.kind === Kind.FIELD ? selection.name.value : []));
