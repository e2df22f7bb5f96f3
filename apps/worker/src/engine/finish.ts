import { encodePng, type DiffusionModel, type Tensor } from '@facet/diffusion';
import {
  drawOwnTokens,
  drawToken,
  encodeTokenFile,
  invert,
  InversionError,
  measureLeaks,
  wordVector,
  type LearnedToken,
  type TokenSet,
} from '@facet/inversion';
import type { FinishJob, FinishResult } from './jobs.ts';
import { modelFor, requestOf, withCheckpointFile } from './run-request.ts';

/** @throws InversionError or SamplingError `cancelled` once the signal fires, and what the engine throws */
export async function finish(
  whole: DiffusionModel,
  { run, checkpoint }: FinishJob,
  signal: AbortSignal,
): Promise<FinishResult> {
  const model = modelFor(whole, run);
  const request = await requestOf(model, run);
  const tokens = await withCheckpointFile(checkpoint, (path) =>
    invert(model, { ...request, checkpoint: { path, resume: true }, signal }),
  );
  const tokenPreviews: Record<string, Uint8Array> = {};
  for (const { name } of tokens.tokens) tokenPreviews[name] = await pngOf(drawToken(model, tokens, name, signal));
  const standInOf = ({ name, fallbackWord, initialWord }: LearnedToken) =>
    [name, wordVector(model, fallbackWord ?? initialWord)] as const;
  return {
    preview: await pngOf(drawOwnTokens(model, tokens, signal)),
    tokenPreviews,
    standIns: Object.fromEntries(tokens.tokens.map(standInOf)),
    tokenFile: encodeTokenFile(await withLeakReport(model, tokens, request.image, signal)),
  };
}

const pngOf = async (picture: Promise<Tensor>): Promise<Uint8Array> => (await encodePng(await picture))[0]!;

/** Where nothing can judge the model's pictures, the tokens stay without a report. */
async function withLeakReport(
  model: DiffusionModel,
  tokens: TokenSet,
  reference: Tensor,
  signal: AbortSignal,
): Promise<TokenSet> {
  try {
    return { ...tokens, leakReport: await measureLeaks(model, tokens, reference, { signal }) };
  } catch (error) {
    if (error instanceof InversionError && error.code === 'no-judge') return tokens;
    throw error;
  }
}
