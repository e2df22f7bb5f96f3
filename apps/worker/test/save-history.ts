import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { WorkflowHandle } from '@temporalio/client';
import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

export const HISTORIES = join(import.meta.dirname, 'histories');

/**
 * With FACET_SAVE_HISTORIES=1, keeps a workflow's history for the replay test; format it after. What is kept already stays, because runs
 * under way have it: give the history of a changed workflow a name of its own.
 */
export async function saveHistory(handle: WorkflowHandle, name: string): Promise<void> {
  const path = join(HISTORIES, `${name}.json`);
  if (!process.env['FACET_SAVE_HISTORIES'] || existsSync(path)) return;
  const text = historyToJSON(await handle.fetchHistory());
  // Who worked on it, and where, says nothing about the workflow.
  const anonymous = text
    .replaceAll(/"identity": ?"[^"]*"/g, '"identity": "worker"')
    .replaceAll(`${hostname()}-`, 'worker-');
  writeFileSync(path, `${JSON.stringify(JSON.parse(anonymous), null, 2)}\n`);
}
