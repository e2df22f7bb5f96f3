import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('a model with 3.4 GB of weights is read, validated, folded and written in a few MB', () => {
  const script = fileURLToPath(new URL('../test/edit-large-model.ts', import.meta.url));
  const report = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }));
  expect(report.weightsGB).toBeGreaterThan(3.4);
  expect(report.how).toEqual(['linked']);
  expect(report.derivedBytes).toBeLessThan(300_000);
  expect(report.growthMiB).toBeLessThan(64);
});
