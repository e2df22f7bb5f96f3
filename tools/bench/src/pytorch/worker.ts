import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { BenchRequest, Loaded, Ran, WorkerCase } from './protocol.ts';

/** A process that does the work of one side. Its errors go to this process's stderr. */
export class Worker {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  readonly #name: string;
  /** How the process ended, in words. */
  readonly #ended: Promise<string>;

  constructor(name: string, command: string, args: readonly string[]) {
    this.#name = name;
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('close', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
    });
    this.#child.stdin.on('error', () => undefined);
    this.#reader = createInterface({ input: this.#child.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  load(loaded: WorkerCase): Promise<Loaded> {
    return this.#ask<Loaded>({ load: loaded });
  }

  run(iterations: number): Promise<Ran> {
    return this.#ask<Ran>({ run: iterations });
  }

  async stop(): Promise<void> {
    this.#reader.close();
    this.#child.kill();
    await this.#ended;
  }

  async #ask<T>(request: BenchRequest): Promise<T> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) {
      throw new Error(
        `The ${this.#name} worker ended without an answer (${await this.#ended}). Its message, if any, stands above; ` +
          'a process that is killed mostly lacked memory.',
      );
    }
    return JSON.parse(value) as T;
  }
}
