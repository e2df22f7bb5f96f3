import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { SourceError, type SourceErrorCode } from '../errors.ts';

/** A kind of file that is taken for a model file: told by its first bytes, and what to do about it. */
interface Foreign {
  readonly isMeant: (start: Buffer) => boolean;
  readonly code: SourceErrorCode;
  readonly message: string;
}

const text = (start: Buffer): string => start.toString('latin1').trimStart().toLowerCase();

const pickle =
  'is a PyTorch pickle (.ckpt, .pt, .bin), which can hold code and is not read. Get the .safetensors of the same model; most are offered as both.';

const foreign: readonly Foreign[] = [
  {
    isMeant: (start) => start.length === 0,
    code: 'corrupt-file',
    message: 'is empty. Get it again.',
  },
  {
    isMeant: (start) => text(start).startsWith('version https://git-lfs'),
    code: 'corrupt-file',
    message:
      'is a Git LFS pointer, not the file it stands for. Run `git lfs pull` where it came from, or download the file itself.',
  },
  {
    isMeant: (start) => /^<(!doctype|html|\?xml|head)/.test(text(start)),
    code: 'corrupt-file',
    message:
      'is a web page saved under this name, mostly a login or an error page. Download the file itself, logged in if the site asks for it.',
  },
  {
    isMeant: (start) => text(start).startsWith('{'),
    code: 'corrupt-file',
    message: "is JSON, mostly a site's error message. Download the file itself.",
  },
  {
    isMeant: (start) => start.subarray(0, 4).toString('latin1') === 'GGUF',
    code: 'unsupported-format',
    message:
      'is a GGUF file, whose weights are quantised. Get the .safetensors of the same model in float16 or float32.',
  },
  {
    isMeant: (start) => start.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004',
    code: 'unsupported-format',
    message: pickle,
  },
  {
    isMeant: (start) => start[0] === 0x80 && start[1]! >= 2 && start[1]! <= 5,
    code: 'unsupported-format',
    message: pickle,
  },
  {
    isMeant: (start) => start[0] === 0x08 && start[2] === 0x12,
    code: 'unsupported-format',
    message: 'is a single ONNX graph. Give the folder that holds unet/, text_encoder/, vae_encoder/ and vae_decoder/.',
  },
];

/** @throws {SourceError} `corrupt-file`, `unsupported-format` when a file is of a kind that is known and not read */
export function refuseForeignFormat(path: string): void {
  const start = Buffer.alloc(64);
  const file = openSync(path, 'r');
  let length: number;
  let size: number;
  try {
    length = readSync(file, start, 0, start.length, 0);
    size = fstatSync(file).size;
  } finally {
    closeSync(file);
  }
  if (isSafetensors(start)) return;
  const found = foreign.find(({ isMeant }) => isMeant(start.subarray(0, length)));
  if (found) throw new SourceError(found.code, `${path} (${size} bytes) ${found.message}`);
}

/** A length of less than 4 GB, whose bytes may look like anything, then the brace that opens the header. */
function isSafetensors(start: Buffer): boolean {
  return start.readUInt32LE(4) === 0 && start[8] === 0x7b;
}
