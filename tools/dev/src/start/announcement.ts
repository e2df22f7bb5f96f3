import type { Result } from '@facet/cli';
import { join } from 'node:path';
import type { Api } from '../demo/access.ts';
import type { DemoOutcome } from '../demo/demo.ts';
import type { Account } from '../demo/session.ts';

/** What is there now, and how it is used. Without an outcome the demo failed. */
export function announcement(
  webUrl: string,
  { publicUrl }: Api,
  { email, password }: Account,
  outcome: DemoOutcome | undefined,
  stateDirectory: string,
): Result {
  const graphql = `${publicUrl}/graphql`;
  const graphiql = `${publicUrl}/graphiql`;
  const access = outcome && {
    signIn: { email, password },
    apiKey: outcome.access.apiKey,
    contactSheet: outcome.result.data['contactSheet'],
  };
  return {
    lines: [
      '',
      'Facet is up.',
      `  GraphQL API    ${graphql}`,
      `  GraphiQL       ${graphiql}`,
      ...(access
        ? [
            `  as a header    {"authorization": "Bearer ${access.apiKey}"}`,
            `  Demo pictures  ${String(access.contactSheet)}`,
          ]
        : []),
      `  Data and logs  ${stateDirectory}, ${join(stateDirectory, 'logs')}`,
      'Ctrl-C ends all of it; the next start goes on with the same data.',
      '',
      `  Open           ${webUrl}`,
      ...(access ? [`  Sign in        ${email}, password ${password}`] : []),
    ],
    data: { web: webUrl, api: publicUrl, graphql, graphiql, ...access, stateDirectory },
  };
}
