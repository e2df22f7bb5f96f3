import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerError, KNOWN_CODES } from './answer-error.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'api.md'), 'utf8');

test('every code that docs/api.md lists has one here, and no other does', () => {
  const documented = [...page.matchAll(/^\| `([A-Z_]+)` /gm)].map(([, code]) => code!);
  expect(documented.length).toBeGreaterThan(10);
  expect(KNOWN_CODES.toSorted()).toEqual(documented.toSorted());
});

test('the first error of an answer is the one that counts, and says when to come again', () => {
  const limited = { message: 'Wait.', extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 3 } };
  const error = answerError([limited, { message: 'other' }]);
  expect(error).toMatchObject({ code: 'rate-limited', message: 'Wait.', retryAfterSeconds: 3, retryable: true });
});

test('an error without a code, and no error at all, are answers that nobody expects', () => {
  expect(answerError([{ message: 'What?' }])).toMatchObject({ code: 'unexpected-answer', message: 'What?' });
  expect(answerError([])).toMatchObject({ code: 'unexpected-answer' });
});
