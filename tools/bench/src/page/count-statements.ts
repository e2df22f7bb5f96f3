import type { Stack } from '@facet/stack';
import type { Tenant } from '../service/tenant.ts';
import { startRecorder } from '../service/wire-recorder.ts';
import { RIVALS } from './rivals.ts';
import { answerOf } from './same-page.ts';

/** What one page sends to PostgreSQL. */
export interface Statements {
  /** All of them, with those that open and close transactions. */
  readonly all: number;
  readonly transactions: number;
}

/** Read off the wire, from the second page on: the first has connections to open. */
export async function countStatements(stack: Stack, { person, library }: Tenant): Promise<Record<string, Statements>> {
  const counted: Record<string, Statements> = {};
  for (const { name, start, target } of RIVALS) {
    const recorder = await startRecorder(stack.appUrl);
    const { appUrl, opsUrl } = stack;
    const server = await start(stack, { appUrl: recorder.addressOf(appUrl), opsUrl: recorder.addressOf(opsUrl) });
    try {
      for (let i = 0; i < 3; i++) {
        recorder.take();
        await answerOf(target(server.url, person, library));
      }
      const transactions = recorder.take();
      const all = transactions.reduce((sum, { statements }) => sum + statements.length, 0);
      counted[name] = { all, transactions: transactions.length };
    } finally {
      await server.stop();
      await recorder.close();
    }
  }
  return counted;
}
