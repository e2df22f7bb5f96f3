import { CombinedGraphQLErrors, ServerError } from '@apollo/client';
import { answerError, ClientError } from '@facet/client';
import { texts } from '../texts/texts.ts';
import { isNoAnswer } from './is-no-answer.ts';

const TOO_MANY_REQUESTS = 429;

/** Why something was not done, as a sentence that says what to do. */
export function why(error: unknown): string {
  if (isNoAnswer(error)) return texts.refusals.unreachable();
  if (ServerError.is(error) && error.statusCode === TOO_MANY_REQUESTS) return texts.refusals['rate-limited']();
  const known = CombinedGraphQLErrors.is(error) ? answerError(error.errors) : error;
  return known instanceof ClientError ? texts.refusals[known.code](known.message) : texts.refusals['service-failed']();
}
