import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { startStack } from './stack.ts';
import { openTenant, type Result } from './tenant.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What a run gives that nothing disturbs. */
    undisturbed: Result;
  }
}

const BUNDLE = fileURLToPath(new URL('../../worker/src/bundle-main.ts', import.meta.url));

/** Before any test, the workflows are built, and one run of everything goes without a fault. */
export default async function setup(project: TestProject): Promise<void> {
  await promisify(execFile)(process.execPath, [BUNDLE]);
  const stack = await startStack();
  try {
    await Promise.all([stack.startApi(), stack.startWorker()]);
    const tenant = await openTenant(stack);
    project.provide('undisturbed', await tenant.result(await tenant.invert()));
  } finally {
    await stack.close();
  }
}
