import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkerOptions } from '@temporalio/worker';

const WORKFLOWS = join(import.meta.dirname, 'workflows', 'index.ts');

/** What `npm run bundle` writes. */
export const BUNDLE_FILE = join(import.meta.dirname, '..', '.facet', 'workflows.js');

export async function bundleWorkflows(): Promise<string> {
  const { code } = await bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger: new DefaultLogger('WARN') });
  return code;
}

/**
 * The workflows for `Worker.create`. In production those that were built ahead, if they are there; while developing, always
 * the code as it is now, bundled once for all workers of this process.
 */
export async function workflowSource(): Promise<Pick<WorkerOptions, 'workflowBundle'>> {
  if (process.env['NODE_ENV'] === 'production' && existsSync(BUNDLE_FILE))
    return { workflowBundle: { codePath: BUNDLE_FILE } };
  return { workflowBundle: { code: await bundleWorkflows() } };
}
