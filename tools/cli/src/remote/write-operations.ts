import { writeFileSync } from 'node:fs';
import { generateOperations, operationsFile } from './generate-operations.ts';

/** `npm run operations -w @facet/cli`: writes the committed operations.ts. */
writeFileSync(operationsFile, await generateOperations());
