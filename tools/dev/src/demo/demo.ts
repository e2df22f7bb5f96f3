import { openRemote, type CommandContext, type Result } from '@facet/cli';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { demoAccess, type Api, type DemoAccess } from './access.ts';
import { keepResult, keptResult } from './kept-result.ts';
import { DemoMemory } from './memory.ts';
import type { DemoPlan } from './plan.ts';
import { runDemo } from './run.ts';
import type { Account } from './session.ts';

export interface DemoOutcome {
  readonly access: DemoAccess;
  readonly result: Result;
  /** False when an earlier start did it. */
  readonly isNew: boolean;
}

/** Makes sure that the demo organisation is there and that its demo was done: by an earlier start, or now. */
export async function demo(
  context: CommandContext,
  api: Api,
  account: Account,
  folder: string,
  plan: DemoPlan,
): Promise<DemoOutcome> {
  mkdirSync(folder, { recursive: true });
  const access = await demoAccess(context, api, account, join(folder, 'access.json'));
  const { organizationId, apiKey } = access;
  const kept = keptResult(folder, organizationId);
  if (kept) return { access, result: kept, isNew: false };
  context.reporter.note('The first start inverts two pictures and composes new ones; a few minutes on two cores.');
  const remote = openRemote({ url: api.url, credentials: { apiKey }, context });
  try {
    const memory = new DemoMemory(join(folder, 'made.json'), organizationId);
    const result = await runDemo(remote, folder, memory, plan);
    keepResult(folder, organizationId, result);
    return { access, result, isNew: true };
  } finally {
    await remote.close();
  }
}
