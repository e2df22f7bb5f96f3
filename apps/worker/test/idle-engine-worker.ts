/**
 * A worker whose engine does nothing for 50 ms at a time, or WORK_MS, and for 500 ms where it draws a picture, for the benchmarks of who waits for
 * whom: workflows, queues, claims, caps and how a composition is drawn are the real ones. Environment as of the worker; FINGERPRINT is that of the model that there is not.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  drawingTaskQueue,
  engineTaskQueue,
  Fingerprint,
  SERVICE_TASK_QUEUE,
  type InvertImageInput,
} from '@facet/contracts';
import { connect, connectOperations, finishInversion, type NewToken } from '@facet/db';
import { createLinks, openStore } from '@facet/storage';
import { NativeConnection, Worker } from '@temporalio/worker';
import { drawComposition } from '../src/activities/composition/draw-composition.ts';
import { type EngineActivities, serviceActivities } from '../src/activities/index.ts';
import type { SegmentInput } from '../src/activities/inversion/train-segment.ts';
import { workflowSource } from '../src/bundle.ts';
import { readConfig } from '../src/config.ts';
import type { Engine } from '../src/engine/engine.ts';
import type { DrawJob } from '../src/engine/jobs.ts';
import { serveHealth } from '../src/health.ts';
import { createLog } from '../src/log.ts';

const WORK_MS = Number(process.env['WORK_MS'] ?? 50);
const PICTURE_MS = 500;

const FINGERPRINT = Fingerprint.parse(process.env['FINGERPRINT']);

const TOKEN: Omit<NewToken, 'name'> = {
  attribute: 'color',
  vectors: [[1, 0, 0]],
  fingerprint: FINGERPRINT,
  modelName: 'idle',
  method: 'matte',
  steps: 1,
  seed: 0,
  imageHash: 'd'.repeat(64),
  objectWord: 'cat',
  objectWordOrigin: 'given',
  initialWord: 'red',
  fallbackWord: null,
  palette: [],
  map: {},
  stageBounds: [1000, 0],
  cells: [],
  leakReport: null,
};

const log = createLog('warn');
const config = readConfig(process.env);
const database = await connect(config.appUrl);
const operations = await connectOperations(config.opsUrl);
const connection = await NativeConnection.connect({ address: config.temporalAddress });
const links = createLinks(randomBytes(32).toString('hex'), 'http://worker.invalid/');
const store = await openStore(process.env, config.storageFolder, links);

const engine = {
  model: { device: 'cpu' },
  async run({ seeds }: DrawJob) {
    await delay(seeds.length * PICTURE_MS);
    return { pictures: seeds.map(() => new Uint8Array(100)) };
  },
} as unknown as Engine;

const engineActivities = {
  async trainSegment({ segment, until }: SegmentInput) {
    await delay(WORK_MS);
    return { status: 'running', segment, step: until, steps: 1, segmentSteps: 1 };
  },
  async finishInversion({ organizationId, inversionId }: InvertImageInput) {
    await delay(WORK_MS);
    const result = { tokens: [TOKEN], lossCurveKey: null, tokenFileKey: null, previewKey: null };
    await database.withOrganization(organizationId, (t) => finishInversion(t, inversionId, result));
    return { status: 'finished', tokenIds: [] };
  },
} satisfies Omit<EngineActivities, 'drawComposition'>;

const drawingActivities = {
  drawComposition: (input: Parameters<typeof drawComposition>[1]) =>
    drawComposition({ database, operations, store, log, engine, segmentSteps: 1 }, input),
};

const common = { connection, namespace: config.namespace, ...(await workflowSource()) };
const workers = [
  await Worker.create({
    ...common,
    taskQueue: SERVICE_TASK_QUEUE,
    activities: serviceActivities({ database, operations, store, log }),
  }),
  await Worker.create({
    ...common,
    taskQueue: engineTaskQueue(FINGERPRINT),
    activities: engineActivities,
    maxConcurrentActivityTaskExecutions: 1,
  }),
  await Worker.create({
    connection,
    namespace: config.namespace,
    taskQueue: drawingTaskQueue(FINGERPRINT),
    activities: drawingActivities,
    maxConcurrentActivityTaskExecutions: 1,
  }),
];
await serveHealth(config.host, config.port, () => undefined);
process.once('SIGTERM', () => process.exit(0));
await Promise.all(workers.map((worker) => worker.run()));
