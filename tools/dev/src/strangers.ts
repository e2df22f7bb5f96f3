/**
 * `npm run strangers`: GraphQL clients that others have written, against the real service. Each compiles its documents by the
 * schema, and walks the API. Exit code 0 only if all bring what they have to.
 */
import { newcomer } from '@facet/client/testing';
import { startStack } from '@facet/stack';
import { isDeepStrictEqual } from 'node:util';
import { compileAll, installStrangers, STRANGERS } from './strangers/compile.ts';
import { expectedOf, walkAs } from './strangers/walk-as.ts';

installStrangers();
compileAll();
const stack = await startStack();
try {
  const [api] = await Promise.all([stack.startApi(), stack.startWorker()]);
  for (const name of STRANGERS) {
    const { createKey } = await newcomer(api.url);
    const walked = await walkAs(name, { FACET_URL: api.url, FACET_API_KEY: await createKey('READ', 'WRITE') });
    const isRight = isDeepStrictEqual(walked, expectedOf(name));
    console.log(`${isRight ? 'ok  ' : 'FAIL'} ${name} ${JSON.stringify(walked)}`);
    if (!isRight) process.exitCode = 1;
  }
} finally {
  await stack.close();
}
