import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { WorkflowHandle } from '@temporalio/client';
import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

export const HISTORIES = join(import.meta.dirname, 'histories');

/** With FACET_SAVE_HISTORIES=1, keeps a workflow's history for the replay test: once for each released version; format them after. */
export async function saveHistory(handle: WorkflowHandle, name: string): Promise<void> {
  if (!process.env['FACET_SAVE_HISTORIES']) return;
  const text = historyToJSON(await handle.fetchHistory());
  // Who worked on it, and where, says nothing about the workflow.
  const anonymous = text
    .replaceAll(/"identity": ?"[^"]*"/g, '"identity": "worker"')
    .replaceAll(`${hostname()}-`, 'worker-');
  writeFileSync(join(HISTORIES, `${name}.json`), `${JSON.stringify(JSON.parse(anonymous), null, 2)}\n`);
}
