import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as activities from '../../test/activities.ts';
import { greetWhenNamed, nameSignal } from '../../test/workflows.ts';
import { checkTemporalAddress } from './check-address.ts';
import { temporalProgram } from './program.ts';
import { startTemporal, type Temporal } from './start.ts';

/** Where no Temporal is yet, building it takes minutes on a quiet machine. */
const BUILD_MS = 3_600_000;
const taskQueue = 'greetings';

let root: string;
let workflowBundle: WorkflowBundle;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'facet-temporal-'));
  await temporalProgram({ say: console.error });
  const logger = new DefaultLogger('WARN');
  Runtime.install({ logger });
  workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../test/workflows.ts', import.meta.url)),
    logger,
  });
}, BUILD_MS);
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function withClient<T>({ address }: Temporal, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

/** Runs a worker while `use` runs. */
async function withWorker<T>({ address }: Temporal, use: () => Promise<T>): Promise<T> {
  const connection = await NativeConnection.connect({ address });
  try {
    const worker = await Worker.create({ connection, taskQueue, workflowBundle, activities });
    return await worker.runUntil(use());
  } finally {
    await connection.close();
  }
}

test.each(['stopped', 'killed'])(
  'a workflow goes on where it was after the server was %s and started again',
  async (end) => {
    const databaseFile = join(root, end, 'temporal.db');
    const workflowId = `greeting-${end}`;
    const first = await startTemporal({ databaseFile });
    await withClient(first, (client) =>
      withWorker(first, async () => {
        await client.workflow.start(greetWhenNamed, { taskQueue, workflowId });
        // Once it answers a query, the workflow has run up to its waiting.
        await client.workflow.getHandle(workflowId).query('__stack_trace');
      }),
    );
    if (end === 'killed') process.kill(first.pid, 'SIGKILL');
    else await first.stop();
    await first.ended;

    const second = await startTemporal({ databaseFile });
    const greeting = await withClient(second, (client) =>
      withWorker(second, async () => {
        const handle = client.workflow.getHandle(workflowId);
        await handle.signal(nameSignal, 'Ada');
        return (await handle.result()) as string;
      }),
    );
    expect(greeting).toBe(`Hello Ada, from ${workflowId}`);
    await second.stop();
  },
);

test('a taken port is refused before the server starts', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const start = startTemporal({ databaseFile: join(root, 'port.db'), port });
  await expect(start).rejects.toMatchObject({ code: 'port-in-use' });
  other.close();
});

test('a file that is no database is reported with what the server says of it', async () => {
  const start = startTemporal({ databaseFile: root });
  await expect(start).rejects.toMatchObject({
    code: 'start-failed',
    message: expect.stringMatching(/database|sqlite/i),
  });
});

test('TEMPORAL_ADDRESS is accepted when something listens there, and else refused with what to do', async () => {
  const server = await startTemporal({ databaseFile: join(root, 'address.db') });
  await expect(checkTemporalAddress(server.address)).resolves.toBeUndefined();
  await server.stop();
  for (const address of [server.address, 'http://localhost:7233', 'no-such-host.invalid:7233'])
    await expect(checkTemporalAddress(address)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/unset TEMPORAL_ADDRESS/),
    });
});
