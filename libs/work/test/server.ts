import { startTemporal } from '@facet/services';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    temporalAddress: string;
  }
}

/** Starts Temporal. Where none is yet, having it made takes minutes. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'facet-work-'));
  const temporal = await startTemporal({ databaseFile: join(folder, 'temporal.db'), say: console.error });
  project.provide('temporalAddress', temporal.address);
  return async () => {
    await temporal.stop();
    rmSync(folder, { recursive: true });
  };
}
