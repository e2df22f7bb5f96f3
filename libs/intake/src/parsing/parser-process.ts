import { FacetError } from '@facet/base';
import { serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { worker } from 'workerpool';

/** By name, what a parser does with a file. Arguments and results cross a process: data, no functions or classes. */
export type ParserTasks = Readonly<Record<string, (...input: never[]) => unknown>>;

/** An error of ours, thrown on purpose: what it says goes to whoever sent the file. */
export interface Failed {
  readonly failed: { readonly name: string; readonly code: string; readonly message: string };
}

/** A file can hold names of any length, and messages name things. */
const MAX_MESSAGE_CHARACTERS = 1000;

/** Makes this program one that `Parsers` starts. */
export function serveParsers(tasks: ParserTasks): void {
  const [memoryMb, outputMb] = process.argv.slice(2).map(Number);
  guardMemory(memoryMb!);
  // A terminal's Ctrl-C reaches the whole group; who started this one says when it ends.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  worker(
    Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [
        name,
        async (...input: never[]) => answerOf(async () => task(...input), outputMb! * 1e6),
      ]),
    ),
  );
}

async function answerOf(task: () => Promise<unknown>, maxOutputBytes: number): Promise<{ result: unknown } | Failed> {
  try {
    const result = await task();
    if (serialize(result).length > maxOutputBytes) throw new Error(`A file gave more than ${maxOutputBytes} bytes.`);
    return { result };
  } catch (error) {
    if (!(error instanceof FacetError)) throw error;
    const { name, code, message } = error;
    const short =
      message.length > MAX_MESSAGE_CHARACTERS ? `${message.slice(0, MAX_MESSAGE_CHARACTERS).toWellFormed()}…` : message;
    return { failed: { name, code, message: short } };
  }
}

/**
 * V8 limits the heap of JavaScript only; a thread watches the memory of the whole process, which goes on while a decoder or
 * a loop holds the main thread. It also ends a process whose parent is gone.
 */
function guardMemory(memoryMb: number): void {
  const guard = new Worker(new URL('memory-guard.ts', import.meta.url), {
    workerData: { maxBytes: memoryMb * 1e6, parent: process.ppid },
    execArgv: [],
    env: {},
  });
  guard.unref();
  guard.on('error', (error) => {
    throw error;
  });
}
