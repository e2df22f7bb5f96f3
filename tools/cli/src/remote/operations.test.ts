import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generateOperations, operationsFile } from './generate-operations.ts';

test("operations.ts is what the API's schema and the operations say; if not, run npm run operations -w @facet/cli", async () => {
  expect(readFileSync(operationsFile, 'utf8')).toBe(await generateOperations());
});
