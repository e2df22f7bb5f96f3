import { FacetError } from '@facet/base';
import { fileURLToPath } from 'node:url';
import { type Pool, pool, Promise as PoolPromise, TerminateError } from 'workerpool';
import type { Failed, ParserTasks } from './parser-process.ts';

export type ParserErrorCode =
  /** The file took longer than a file may. */
  | 'too-slow'
  /** The process ended under the file: it took more memory than a file may, or a decoder crashed. */
  | 'process-ended';

/** Something that a file did to its reader; what a reader says of a file comes back as the error that it threw. */
export class ParserError extends FacetError<ParserErrorCode> {}

export interface ParserLimits {
  /** Files that are read at once, each by a process of its own. */
  readonly processes: number;
  /** For one file. */
  readonly seconds: number;
  /** Of one process, with all that its libraries take. */
  readonly memoryMb: number;
  /** Of what one file gives. */
  readonly outputMb: number;
}

/** Classes of errors that parsers throw on purpose, which are the same on this side. */
type ErrorClasses = readonly (new (code: never, message: string) => FacetError)[];

/** Of the parser's own memory, what JavaScript may hold; the rest is for decoders and buffers. */
const HEAP_SHARE = 0.5;
/** A process that does not end in time is killed after this. */
const KILL_AFTER_MS = 100;
/** Processes that may end under one file. */
const MAX_ENDS = 2;

/**
 * Reads bytes from outside in processes that hold nothing else: no secrets, no connections, one file at a time. Whatever a file
 * does to its process, by taking all its time or memory or by crashing a decoder, ends that process and no other; the next
 * file gets a new one.
 */
export class Parsers<Tasks extends ParserTasks> {
  readonly #pool: Pool;
  readonly #limits: ParserLimits;
  readonly #errors: ErrorClasses;

  /**
   * @param program calls `serveParsers` with the tasks
   * @param errors comes back as they were thrown; everything else that a task throws is an `Error`
   */
  constructor(program: URL, errors: ErrorClasses, limits: ParserLimits) {
    this.#errors = errors;
    this.#limits = limits;
    const { processes, memoryMb, outputMb } = limits;
    this.#pool = pool(fileURLToPath(program), {
      workerType: 'process',
      maxWorkers: processes,
      workerTerminateTimeout: KILL_AFTER_MS,
      forkArgs: [String(memoryMb), String(outputMb)],
      forkOpts: {
        serialization: 'advanced',
        execArgv: [`--max-old-space-size=${Math.ceil(memoryMb * HEAP_SHARE)}`],
        env: publicEnvironment(),
      },
    });
  }

  /**
   * Does one task with one file. A process that ends under it may have been ended by something else, so the file gets
   * another one before it is blamed.
   * @throws ParserError, and what the task throws
   */
  async run<Name extends keyof Tasks & string>(
    name: Name,
    ...input: Parameters<Tasks[Name]>
  ): Promise<Awaited<ReturnType<Tasks[Name]>>> {
    for (let ends = 0; ;) {
      try {
        return await this.#runOnce(name, input);
      } catch (error) {
        if (!(error instanceof TerminateError)) throw error;
        // Ended between two files: nothing has begun.
        if (error.message !== 'Worker is terminated') ends++;
        if (ends === MAX_ENDS)
          throw new ParserError(
            'process-ended',
            `The file ended the processes that read it, each of which may take ${this.#limits.memoryMb} MB.`,
            { cause: error },
          );
      }
    }
  }

  async #runOnce<Name extends keyof Tasks & string>(
    name: Name,
    input: Parameters<Tasks[Name]>,
  ): Promise<Awaited<ReturnType<Tasks[Name]>>> {
    const { seconds } = this.#limits;
    const answer = (await this.#pool
      .exec(name, input)
      .timeout(seconds * 1000)
      .catch((cause: Error) => {
        if (!(cause instanceof PoolPromise.TimeoutError)) throw cause;
        throw new ParserError('too-slow', `The file took more than ${seconds} s to read.`, { cause });
      })) as { readonly result: Awaited<ReturnType<Tasks[Name]>> } | Failed;
    if ('result' in answer) return answer.result;
    const { name: className, code, message } = answer.failed;
    const Class = this.#errors.find((each) => each.name === className);
    throw Class ? new Class(code as never, message) : new FacetError(code, message);
  }

  /** Ends all processes, also those that are at work. */
  async close(): Promise<void> {
    await this.#pool.terminate(true);
  }
}

/** What a program needs to start; not the secrets of the one that starts it. */
const publicEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    ['PATH', 'SystemRoot', 'TZ'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
