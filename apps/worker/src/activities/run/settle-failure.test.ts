import { expect, test } from 'vitest';
import { withoutQuotes } from './settle-failure.ts';
import { UnusableInput } from './unusable-input.ts';

const PROMPT = 'a {color} cat\'s "secret" `garden`, at night';

test.each([
  ['double', JSON.stringify(PROMPT)],
  ['single', `'a cat in a secret garden'`],
  ['back', '`a cat in a secret garden`'],
])('a log has nothing of what an error quotes in %s quotes, neither in its message nor in its stack', (_, quoted) => {
  const error = new UnusableInput(`The prompt ${quoted} has no place for color.`);
  const logged = withoutQuotes(error);
  expect(JSON.stringify(logged)).not.toMatch(/secret|garden|cat/);
  expect(logged).toMatchObject({ type: 'UnusableInput', message: 'The prompt "..." has no place for color.' });
  expect(logged.stack).toContain('settle-failure.test.ts');
});
