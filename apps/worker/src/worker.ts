import type { Device } from '@facet/base';
import { randomBytes, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  drawingTaskQueue,
  engineTaskQueue,
  Fingerprint,
  SERVICE_TASK_QUEUE,
  WEBHOOK_TASK_QUEUE,
} from '@facet/contracts';
import { connect, connectOperations } from '@facet/db';
import { createLinks, openStore } from '@facet/storage';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import { engineActivities, serviceActivities, sweepActivities, webhookActivities } from './activities/index.ts';
import { workflowSource } from './bundle.ts';
import type { Config } from './config.ts';
import { Engine } from './engine/engine.ts';
import { serveHealth } from './health.ts';
import { offerModels } from './offers.ts';
import { keepSweeper } from './sweeper.ts';

export interface RunningWorker {
  readonly healthPort: number;
  readonly fingerprints: readonly string[];
  /** Takes nothing new, lets what runs end or stop within seconds, and resolves when all is closed. */
  drain(): Promise<void>;
  /** Resolves when the worker has ended; rejects when it ended by a failure. */
  readonly ended: Promise<void>;
}

/**
 * Runs that are trained in one batch. On a CPU a batch takes as long as its runs one after the other; each other number of runs has
 * sessions of its own, so that it is not large elsewhere.
 */
const SHARED_RUNS: Readonly<Record<Device, number>> = { cpu: 1, cuda: 4, webgpu: 4 };

/** How long activities may go on once the worker drains; then they stop, and another worker repeats their segment. */
const DRAIN = { shutdownGraceTime: '2s', shutdownForceTime: '15s' } as const;

/** To others' servers at once. */
const MAX_REQUESTS = 20;

/** Loads the models and works off their queues and those that need no model, until `drain`. */
export async function startWorker(config: Config, log: Logger): Promise<RunningWorker> {
  const workerId = `${hostname()}-${randomUUID()}`;
  const closers: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse())
      await Promise.resolve(closer()).catch((error: unknown) => log.warn({ err: error }, 'closing failed'));
  };
  try {
    const onError = (error: Error): void => log.warn({ err: error }, 'a database connection was lost');
    const database = await connect(config.appUrl, { name: 'facet-worker', onError });
    closers.push(() => database.close());
    const operations = await connectOperations(config.opsUrl, { name: 'facet-worker-ops', size: 2, onError });
    closers.push(() => operations.close());
    const connection = await NativeConnection.connect({ address: config.temporalAddress });
    closers.push(() => connection.close());
    // A worker signs no addresses, so nobody has to know what it would sign with.
    const links = createLinks(randomBytes(32).toString('hex'), 'http://worker.invalid/');
    const store = await openStore(process.env, config.storageFolder, links);
    const dependencies = { database, operations, store, log };

    const engines: Engine[] = [];
    closers.push(() => Promise.all(engines.map((engine) => engine.close())));
    for (const reference of config.models) {
      const engine = await Engine.start(reference);
      engines.push(engine);
      log.info({ model: reference, ...engine.model }, 'model loaded');
    }

    const common: Omit<WorkerOptions, 'taskQueue'> = {
      connection,
      namespace: config.namespace,
      identity: workerId,
      ...DRAIN,
      // A worker that was killed is asked for its workflows for so long before another one replays them.
      stickyQueueScheduleToStartTimeout: '5s',
      // Cancelling through Temporal arrives with a heartbeat, so heartbeats are not held back.
      maxHeartbeatThrottleInterval: '1s',
      defaultHeartbeatThrottleInterval: '1s',
    };
    const workflows = await workflowSource();
    const { seal, addresses, webhookRetrySeconds, modelWaitSeconds } = config;
    const service = {
      taskQueue: SERVICE_TASK_QUEUE,
      activities: { ...serviceActivities(dependencies), ...sweepActivities({ ...dependencies, modelWaitSeconds }) },
    };
    const webhooks = {
      taskQueue: WEBHOOK_TASK_QUEUE,
      activities: webhookActivities({ ...dependencies, seal, addresses, webhookRetrySeconds }),
      maxConcurrentActivityTaskExecutions: MAX_REQUESTS,
    };
    const workers = [
      await Worker.create({ ...common, ...workflows, ...service }),
      await Worker.create({ ...common, ...webhooks }),
    ];
    for (const engine of engines) {
      const fingerprint = Fingerprint.parse(engine.model.fingerprint);
      const activities = engineActivities({ ...dependencies, engine, segmentSteps: config.segmentSteps });
      // No more than the device does at once: organisations take turns for what waits on the server, not for what waits here.
      const sharedRuns = config.sharedRuns ?? SHARED_RUNS[engine.model.device];
      const training = { ...workflows, taskQueue: engineTaskQueue(fingerprint) };
      const drawing = { taskQueue: drawingTaskQueue(fingerprint) };
      for (const [queue, maxConcurrentActivityTaskExecutions] of [
        [training, sharedRuns],
        [drawing, 1],
      ] as const)
        workers.push(await Worker.create({ ...common, ...queue, activities, maxConcurrentActivityTaskExecutions }));
    }
    let draining = false;
    const health = await serveHealth(config.host, config.port, () =>
      draining ? 'draining' : workers.find((worker) => worker.getState() !== 'RUNNING')?.getState(),
    );
    closers.push(() => health.close());

    const stop = (): void => {
      draining = true;
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    };
    closers.push(await keepSweeper(connection, config.namespace, config.sweepSeconds, log));
    const runs = workers.map((worker) => worker.run());
    closers.push(
      await offerModels(
        dependencies,
        workerId,
        engines.map((engine) => engine.model),
      ),
    );
    const lost = Promise.race(engines.map((engine) => engine.ended)).then(() => {
      if (!draining) throw new Error('The process of a model ended; start the worker again.');
    });
    const ended = Promise.race([Promise.all(runs), lost])
      .finally(stop)
      .finally(() => Promise.allSettled(runs))
      .finally(close)
      .then(() => undefined);
    ended.catch(() => undefined);
    return {
      healthPort: health.port,
      fingerprints: engines.map((engine) => engine.model.fingerprint),
      drain: () => {
        stop();
        return ended;
      },
      ended,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
