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

  constructor(name: string, command: string, args: readonly string[]) {
    this.#name = name;
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    // A command that does not exist ends the output too; the reader below reports that.
    this.#child.on('error', (error) => console.error(`${name}: ${error.message}`));
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
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#reader.close();
    this.#child.stdin.end();
    if (this.#child.exitCode === null && this.#child.pid !== undefined) {
      this.#child.kill();
      await ended;
    }
  }

  async #ask<T>(request: BenchRequest): Promise<T> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`The ${this.#name} worker ended without an answer; its message stands above.`);
    return JSON.parse(value) as T;
  }
}
