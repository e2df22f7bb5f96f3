/** A program of parsers that do to their process what files do. */
import { PictureError } from '../src/pictures/errors.ts';
import { serveParsers } from '../src/parsing/parser-process.ts';

const hoard: Uint8Array[] = [];

export const oddParsers = {
  sum: (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum + byte, 0),
  processId: () => process.pid,
  environment: () => Object.keys(process.env),
  loop: () => {
    for (;;);
  },
  hoardBuffers: () => {
    for (;;) hoard.push(new Uint8Array(1e7).fill(1));
  },
  hoardObjects: () => {
    for (const all: unknown[] = []; ;) all.push({ more: all.length });
  },
  crash: () => process.kill(process.pid, 'SIGSEGV'),
  exit: () => process.exit(0),
  refuse: (text: string) => {
    throw new PictureError('corrupt', text);
  },
  bug: () => (undefined as unknown as string).length,
  pour: () => new Uint8Array(30_000_000),
};

serveParsers(oddParsers);
