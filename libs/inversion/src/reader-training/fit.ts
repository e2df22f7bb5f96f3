import { ATTRIBUTES } from '@facet/base';
import { STREAM } from '../random/draws.ts';
import { ReaderSession } from '../reader/session.ts';
import { addRegression, blur, choices, placeOf } from './regression.ts';
import type { Sample } from './samples.ts';
import { takeReaderStep, type ReaderState } from './state.ts';

const ROWS = 192;
const BLUR = 0.15;

/** So strong a decay because samples are few: 1,280 are learned by heart otherwise, and those held back are read worse than after 200 steps. */
const RATE = { learningRate: 2e-3, warmUp: 50, weightDecay: 10, clip: Infinity };

/** Learns what the model's samples were drawn for: one step after the other, each with its loss. */
export async function fitter(
  state: ReaderState,
  samples: readonly Sample[],
  { steps, seed, wordLength }: { readonly steps: number; readonly seed: number; readonly wordLength: number },
): Promise<{ step: () => Promise<number>; close: () => Promise<void> }> {
  const session = await ReaderSession.open(state.size, ROWS);
  const { features: length } = state.size;
  return {
    close: () => session.close(),
    async step() {
      const chosen = choices(seed, state.step, STREAM.readerChoice, ROWS, samples.length).map((at) => samples[at]!);
      const features = new Float32Array(ATTRIBUTES.length * ROWS * length);
      for (let slot = 0; slot < ATTRIBUTES.length; slot++)
        chosen.forEach((sample, row) => features.set(sample.features, placeOf(slot, row, ROWS, length)));
      blur(features, state, BLUR, seed, state.step);
      const guesses = await session.read(state.weights, features);
      const cotangent = new Float32Array(guesses.length);
      const truths = chosen.map(({ tokens }) => tokens);
      const place = { rows: ROWS, firstRow: 0, wordLength, weight: 1 };
      const loss = addRegression(guesses, cotangent, truths, place);
      takeReaderStep(state, await session.gradient(state.weights, features, cotangent), { ...RATE, steps });
      return loss;
    },
  };
}
