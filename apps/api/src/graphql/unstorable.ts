import { GraphQLError, visit, type DocumentNode } from 'graphql';

/**
 * PostgreSQL stores neither NUL nor half of a surrogate pair, and no field of ours has a use for them. Refused here, once, so that
 * no resolver has to think of it.
 */
export function refuseUnstorable(document: DocumentNode, variables: Readonly<Record<string, unknown>>): void {
  visit(document, { StringValue: ({ value }) => check(value) });
  check(variables);
}

function check(value: unknown): void {
  if (typeof value === 'string') {
    if (value.isWellFormed() && !value.includes('\0')) return;
    throw new GraphQLError('A text holds a NUL or half of a character, which cannot be stored. Leave it out.', {
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
    });
  }
  if (value !== null && typeof value === 'object') Object.values(value).forEach(check);
}
