import { ApolloClient, ApolloLink, gql, InMemoryCache, ServerError } from '@apollo/client';
import { execute } from '@apollo/client/link';
import { lastValueFrom, of, throwError, type Observable } from 'rxjs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { patientLink } from './patient-link.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const DATA = { data: { runs: 3 } };
const limited = (seconds: number) =>
  of({
    errors: [{ message: 'The budget is used up.', extensions: { code: 'RATE_LIMITED', retryAfterSeconds: seconds } }],
  });
const busy = (headers: Record<string, string>) =>
  throwError(() => new ServerError('Busy', { response: new Response('', { status: 503, headers }), bodyText: '' }));
const QUERY = gql`
  query {
    runs
  }
`;
const MUTATION = gql`
  mutation {
    cancel
  }
`;

/** Asks an API that gives these answers one after the other. */
function ask(answers: readonly Observable<ApolloLink.Result>[], query = QUERY, mostSeconds = 10) {
  const waits = vi.fn();
  const api = vi.fn();
  for (const answer of answers) api.mockReturnValueOnce(answer);
  const link = patientLink(mostSeconds, waits).concat(new ApolloLink(api));
  const client = new ApolloClient({ cache: new InMemoryCache(), link });
  const answer = lastValueFrom(execute(link, { query }, { client }));
  answer.catch(() => undefined);
  return { answer, api, waits };
}

test.each([
  ['that the budget is used up', limited(4)],
  ['that all are too much for it', busy({ 'retry-after': '4' })],
])('a query is asked again when the API says, where it says %s', async (_, refusal) => {
  const { answer, api, waits } = ask([refusal, refusal, of(DATA)]);
  await vi.advanceTimersByTimeAsync(3999);
  expect(api).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(4001);
  await expect(answer).resolves.toEqual(DATA);
  expect([api.mock.calls.length, waits.mock.calls.length]).toEqual([3, 2]);
});

test('who would wait for longer than is to be waited in all is told at once', async () => {
  const { answer, api } = ask([limited(6), limited(6)]);
  await vi.advanceTimersByTimeAsync(6000);
  await expect(answer).resolves.toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  expect(api).toHaveBeenCalledTimes(2);
  const refused = ask([busy({ 'retry-after': '11' })]);
  await expect(refused.answer).rejects.toThrow('Busy');
  expect(refused.waits).not.toHaveBeenCalled();
});

test('what fails otherwise fails at once', async () => {
  const { answer, api } = ask([busy({})]);
  await expect(answer).rejects.toThrow('Busy');
  expect(api).toHaveBeenCalledTimes(1);
});

test('what somebody does is refused at once, and not done later', async () => {
  const { answer, api } = ask([limited(1)], MUTATION);
  await expect(answer).resolves.toMatchObject({ errors: [{}] });
  expect(api).toHaveBeenCalledTimes(1);
});
