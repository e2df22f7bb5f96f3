import { Worker } from '@temporalio/worker';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { workflowSource } from '../src/bundle.ts';
import { createLog } from '../src/log.ts';
import { HISTORIES } from './save-history.ts';

let source: Awaited<ReturnType<typeof workflowSource>>;
beforeAll(async () => {
  createLog('error');
  source = await workflowSource();
});

test.each(readdirSync(HISTORIES))('workflows go on with the history %s, as runs under way have it', async (file) => {
  const history = JSON.parse(readFileSync(join(HISTORIES, file), 'utf8')) as unknown;
  await expect(Worker.runReplayHistory(source, history)).resolves.toBeUndefined();
});
