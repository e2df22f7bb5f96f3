import { Worker } from '@temporalio/worker';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { workflowSource } from '../src/bundle.ts';
import * as workflows from '../src/workflows/index.ts';
import { createLog } from '../src/log.ts';
import { HISTORIES } from './save-history.ts';

/** What is read here of a history, as JSON has it. */
interface History {
  readonly events: readonly {
    readonly workflowExecutionStartedEventAttributes?: { readonly workflowType: { readonly name: string } };
    readonly markerRecordedEventAttributes?: { readonly details: Readonly<Record<string, Payloads>> };
  }[];
}

interface Payloads {
  readonly payloads: readonly { readonly data: string }[];
}

let source: Awaited<ReturnType<typeof workflowSource>>;
beforeAll(async () => {
  createLog('error');
  source = await workflowSource();
});

const FILES = readdirSync(HISTORIES);
const read = (file: string) => JSON.parse(readFileSync(join(HISTORIES, file), 'utf8')) as History;

test.each(FILES)(
  'workflows go on with the history %s, as runs under way have it; if not, ask patched() before what is new',
  async (file) => {
    await expect(Worker.runReplayHistory(source, read(file))).resolves.toBeUndefined();
  },
);

test('every workflow has a history, and one with each of its patches; if not, call saveHistory in a test of it', () => {
  const folder = join(import.meta.dirname, '..', 'src', 'workflows');
  const code = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const patches = code.flatMap((text) => [...text.matchAll(/\bpatched\(\s*['"`]([^'"`]+)/g)].map(([, id]) => id));
  const events = FILES.flatMap((file) => read(file).events);
  const started = events.flatMap((event) => event.workflowExecutionStartedEventAttributes?.workflowType.name ?? []);
  const patched = events
    .flatMap((event) => event.markerRecordedEventAttributes?.details['patch-data']?.payloads ?? [])
    .map(({ data }) => (JSON.parse(Buffer.from(data, 'base64').toString()) as { readonly id: string }).id);
  expect(started).toEqual(expect.arrayContaining(Object.keys(workflows)));
  expect(patched).toEqual(expect.arrayContaining(patches));
});
