import { StorageError } from '@facet/storage';
import { expect, test } from 'vitest';
import { EngineError } from '../../engine/engine.ts';
import { classify } from './classify-failure.ts';
import { UnusableInput } from './unusable-input.ts';

const engine = (name: string, code?: string): EngineError =>
  new EngineError({ name, code, message: 'm', stack: undefined });
const socket = Object.assign(new Error('m'), { code: 'ECONNRESET' });

test.each([
  ['what was asked for cannot be drawn', engine('ModelError', 'not-finite'), 'invalid-input', 1],
  ['a prompt is too long', engine('TokenizerError', 'prompt-too-long'), 'invalid-input', 1],
  ['vectors became infinite', engine('InversionError', 'diverged'), 'invalid-input', 1],
  ['a token is gone', new UnusableInput('m', 'token-unavailable'), 'token-unavailable', 1],
  ['a program of ours broke', engine('RangeError'), 'internal', 3],
  ['the model’s process ended', engine('Error', 'engine-ended'), 'internal', 3],
  ['an error is of a class that nobody has sorted', engine('OnnxError', 'bad-shape'), 'internal', 3],
  ['the disk is full', engine('InversionError', 'disk-full'), 'infrastructure', Infinity],
  ['storage is away', new StorageError('unavailable', 'm'), 'infrastructure', Infinity],
  ['the connection broke, and something wraps that', new Error('m', { cause: socket }), 'infrastructure', Infinity],
])('where %s, the run is told so and tried as often as that helps', (_, error, code, tries) => {
  expect(classify(error)).toEqual({ code, tries });
});
