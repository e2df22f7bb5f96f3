import { FacetError } from '@facet/base';
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type {
  EngineFailure,
  EngineJob,
  FromEngine,
  JobKind,
  LoadedModel,
  ProgressOf,
  ResultOf,
  ToEngine,
} from './jobs.ts';

const PROGRAM = join(import.meta.dirname, 'process.ts');

/** An error of the engine's process, with the class and the code that it had there; a program's own errors have no code. */
export class EngineError extends FacetError {
  readonly origin: string;

  constructor({ name, code, message, stack }: EngineFailure) {
    super(code ?? 'unknown', message);
    this.origin = name;
    if (stack !== undefined) this.stack = stack;
  }
}

/** Code of an error when the process ended under a job. */
const ENGINE_ENDED = 'engine-ended';

interface Waiting {
  readonly resolve: (result: ResultOf<JobKind>) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((progress: never) => void) | undefined;
}

export interface JobOptions<Kind extends JobKind> {
  /** Ends the job within one step, with `cancelled`. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ProgressOf<Kind>) => void;
}

/** A model in a process of its own. Its one device trains all runs that are here in one batch, and does everything else in turn. */
export class Engine {
  readonly model: LoadedModel;
  /** Resolves when the process has ended, asked or not. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #waiting: Map<number, Waiting>;
  #nextId = 0;

  private constructor(child: ChildProcess, model: LoadedModel, waiting: Map<number, Waiting>, ended: Promise<void>) {
    this.#child = child;
    this.model = model;
    this.#waiting = waiting;
    this.ended = ended;
  }

  /** Starts a process and loads the model in it. Throws EngineError with what loading threw. */
  static async start(reference: string): Promise<Engine> {
    const child = fork(PROGRAM, [reference], { serialization: 'advanced' });
    const waiting = new Map<number, Waiting>();
    const ready = Promise.withResolvers<LoadedModel>();
    const gone = Promise.withResolvers<void>();
    child.on('message', (message: FromEngine) => {
      if (message.type === 'ready') return ready.resolve(message.model);
      if (message.type === 'failed' && message.id === undefined) return ready.reject(new EngineError(message.failure));
      const job = waiting.get(message.id!);
      if (message.type === 'progress') return job?.onProgress?.(message.progress as never);
      waiting.delete(message.id!);
      if (message.type === 'done') job?.resolve(message.result);
      else job?.reject(new EngineError(message.failure));
    });
    // What cannot be sent to it any more; that it has ended is said by its `exit`.
    child.on('error', (error) => ready.reject(error));
    child.on('exit', (code, signal) => {
      const error = new EngineError({
        name: 'Error',
        code: ENGINE_ENDED,
        message: `The process of the model ${reference} ended by ${signal ?? `status ${code}`}.`,
        stack: undefined,
      });
      ready.reject(error);
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
      gone.resolve();
    });
    try {
      return new Engine(child, await ready.promise, waiting, gone.promise);
    } catch (error) {
      if (child.connected) child.disconnect();
      throw error;
    }
  }

  /** Does one job. Throws EngineError, with code `engine-ended` when the process ended under it. */
  run<Job extends EngineJob>(
    job: Job,
    { signal, onProgress }: JobOptions<Job['kind']> = {},
  ): Promise<ResultOf<Job['kind']>> {
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<ResultOf<JobKind>>();
    this.#waiting.set(id, { resolve, reject, onProgress });
    const abort = (): void => this.#tell({ type: 'abort', id });
    this.#tell({ type: 'job', id, job });
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    return promise.finally(() => signal?.removeEventListener('abort', abort)) as Promise<ResultOf<Job['kind']>>;
  }

  /** Ends the process; what it is at ends within a step. */
  async close(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.ended;
  }

  #tell(message: ToEngine): void {
    if (this.#child.connected) this.#child.send(message);
    else if (message.type === 'job')
      this.#waiting.get(message.id)?.reject(
        new EngineError({
          name: 'Error',
          code: ENGINE_ENDED,
          message: 'The model has no process.',
          stack: undefined,
        }),
      );
  }
}
