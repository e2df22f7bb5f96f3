import { TEXT_BOUNDS } from '@facet/base';
import { visit, type DocumentNode, type GraphQLError } from 'graphql';
import { isStorable } from '../storable.ts';
import { refusal } from './refusal.ts';

/** Nobody writes more anywhere; most arguments have narrower bounds of their own. */
const MAX_CHARACTERS = Math.max(...Object.values(TEXT_BOUNDS).map(({ max }) => max));

/** Refuses texts that cannot be stored or have no end: here, once, so that no resolver has to think of it. */
export function refuseUnfit(document: DocumentNode, variables: Readonly<Record<string, unknown>>): void {
  if (!fit.has(document)) visit(document, { StringValue: ({ value }) => check(value) });
  fit.add(document);
  check(variables);
}

/** Looked at already: a document that is sent again is the same object, which Apollo Server keeps. */
const fit = new WeakSet<DocumentNode>();

function check(value: unknown): void {
  if (typeof value === 'string') {
    if (value.length > MAX_CHARACTERS)
      throw refused(`A text has ${value.length} characters, and may have ${MAX_CHARACTERS} anywhere.`);
    if (!isStorable(value))
      throw refused('A text holds a NUL or half of a character, which cannot be stored. Leave it out.');
  } else if (value !== null && typeof value === 'object') Object.values(value).forEach(check);
}

const refused = (message: string): GraphQLError => refusal('BAD_USER_INPUT', message);
