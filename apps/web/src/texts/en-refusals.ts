import type { ClientErrorCode } from '@facet/client';

/** What the API says of the thing itself, which is for people and names what to do. */
const itself = (message: string): string => message;

/** Why something is not done, in words for who has pressed the button; the API's own are for programs too. */
export const refusals = {
  unreachable: () => 'Facet does not answer. Check your connection, and try again.',
  'unexpected-answer': () => 'This page is older than the service. Load it again, and try once more.',
  unauthenticated: () => 'You were signed out. Sign in, and try again.',
  forbidden: (message) => `${message} Ask an owner or admin of the organisation, who are listed under Team.`,
  // Of an id, which programs have, the API has one sentence for all; of what somebody has typed it says what is not there.
  'not-found': (message) =>
    message.includes('with this id')
      ? 'It is gone, or not shared with you any more. Load the page again to see what is there.'
      : message,
  'invalid-input': itself,
  'picture-refused': itself,
  'token-file-refused': itself,
  'recipe-refused': itself,
  'recipe-incomplete': itself,
  'address-refused': itself,
  'name-taken': itself,
  'in-use': itself,
  'wrong-state': itself,
  'owner-needed': itself,
  'mutation-key-reused': () =>
    'This was sent before, with something else in it. Load the page again, and try once more.',
  'quota-exceeded': (message) => `${message} Usage, under Team, shows what is left.`,
  'rate-limited': () => 'That was much at once. Wait a minute, and try again.',
  'run-failed': itself,
  'run-cancelled': itself,
  'service-failed': () => 'Something of ours broke, and it is noted. Try again; what you made is kept.',
} satisfies Record<ClientErrorCode, (message: string) => string>;

/** What to do about what was composed and has failed; its board can be had again. */
export const compositionRemedies = {
  INVALID_INPUT: 'The same would fail again: change the board, and compose anew.',
  MODEL_UNAVAILABLE: 'Compose again once a worker offers that model.',
  TOKEN_UNAVAILABLE: 'Put another token in its place, and compose again.',
  INFRASTRUCTURE: 'It was not your doing. Compose again later.',
  INTERNAL: 'It was not your doing. Compose again; if it fails again, tell who runs this service.',
} as const;

/** What to do about a run that has failed. */
export const runRemedies = {
  INVALID_INPUT: 'The same would fail again: start a new run with something else.',
  MODEL_UNAVAILABLE: 'Go on with it once a worker offers that model again.',
  TOKEN_UNAVAILABLE: 'Put another token in its place, and compose again.',
  INFRASTRUCTURE: 'It was not your doing. Go on with it later; what was done is kept.',
  INTERNAL: 'It was not your doing. Go on with it; if it fails again, tell who runs this service.',
} as const;
