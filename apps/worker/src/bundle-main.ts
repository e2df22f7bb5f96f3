/** `npm run bundle`: builds the workflows ahead, as an image for production does. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BUNDLE_FILE, bundleWorkflows } from './bundle.ts';

await mkdir(dirname(BUNDLE_FILE), { recursive: true });
await writeFile(BUNDLE_FILE, await bundleWorkflows());
console.log(`Wrote ${BUNDLE_FILE}`);
