import type { RunErrorCode } from '@facet/contracts';
import type {
  ImageErrorCode,
  ModelErrorCode,
  SamplingErrorCode,
  SchedulerErrorCode,
  TokenizerErrorCode,
} from '@facet/diffusion';
import type { InversionErrorCode } from '@facet/inversion';

type Codes<Code extends string> = Readonly<Record<Code, RunErrorCode>>;

/**
 * What each code of the engine means for a run: `invalid-input` is about what was asked for, `infrastructure` about disk or device, and
 * everything else is ours. Exhaustive by type, so that a new code is sorted here before it compiles.
 */
const inversion: Codes<InversionErrorCode> = {
  'invalid-input': 'invalid-input',
  'invalid-map': 'invalid-input',
  'invalid-prompt': 'invalid-input',
  'prompt-too-long': 'invalid-input',
  'fingerprint-mismatch': 'invalid-input',
  'missing-object-word': 'invalid-input',
  'no-image-encoder': 'invalid-input',
  'missing-reader': 'invalid-input',
  'not-enough-memory': 'invalid-input',
  diverged: 'invalid-input',
  'unsupported-format': 'invalid-input',
  'unsafe-pickle': 'invalid-input',
  'disk-full': 'infrastructure',
  io: 'infrastructure',
  'corrupt-file': 'internal',
  'checkpoint-mismatch': 'internal',
  'no-judge': 'internal',
  cancelled: 'internal',
};

const model: Codes<ModelErrorCode> = {
  // Vectors or a guidance so large that a network's numbers overflow.
  'not-finite': 'invalid-input',
  'not-enough-memory': 'invalid-input',
  'device-unavailable': 'infrastructure',
  'missing-file': 'internal',
  'corrupt-file': 'internal',
  'unsupported-model': 'internal',
  'unexpected-graph': 'internal',
  'bad-argument': 'internal',
  closed: 'internal',
};

const sampling: Codes<SamplingErrorCode> = {
  'bad-size': 'invalid-input',
  'bad-option': 'invalid-input',
  'bad-plan': 'invalid-input',
  cancelled: 'internal',
};

const scheduler: Codes<SchedulerErrorCode> = { 'unsupported-setting': 'invalid-input', 'bad-steps': 'invalid-input' };

const tokenizer: Codes<TokenizerErrorCode> = { 'prompt-too-long': 'invalid-input', 'tokenizer-files': 'internal' };

const image: Codes<ImageErrorCode> = {
  'not-an-image': 'invalid-input',
  'image-corrupt': 'invalid-input',
  'image-too-large': 'invalid-input',
  'image-animated': 'invalid-input',
  'bad-image-size': 'invalid-input',
  'image-unreadable': 'infrastructure',
};

/** By the name of the error's class. */
export const ENGINE_CODES: Readonly<Record<string, Readonly<Record<string, RunErrorCode>>>> = {
  InversionError: inversion,
  ModelError: model,
  SamplingError: sampling,
  SchedulerError: scheduler,
  TokenizerError: tokenizer,
  ImageError: image,
};
