/**
 * Computes one part of what diffusers was asked, in a process of its own, and prints how far it is from that:
 *   node numbers.ts <text | prediction | gradient | picture> <model> <answers.safetensors> [<exact.safetensors>]
 * Of what diffusers computed in float64 as well, how far both are from that, too.
 */
import { encodePrompt, generate, loadModel, type DiffusionModel, type Tensor } from '@facet/diffusion';
import { numbersOf } from '@facet/models/testing';
import { Answers } from './answers.ts';
import { ASKED } from './kinds.ts';

type Part = (model: DiffusionModel) => Promise<Record<string, Float32Array | undefined>>;

const PARTS: Readonly<Record<string, Part>> = {
  text: async (model) => {
    const { hidden, pooled } = await encodePrompt(model, ASKED.prompt);
    return { hidden, pooled };
  },

  prediction: async (model) => {
    const { hidden, pooled } = await encodePrompt(model, ASKED.prompt);
    const contexts = model.layers.map(() => hidden);
    return { prediction: await model.predict(latentsOf(model, 'latents'), [ASKED.timestep], contexts, pooled) };
  },

  /** By what each layer reads, by the pooled vector, and by the vectors of one word, which meet in all of them. */
  gradient: async (model) => {
    const { ids, length } = model.tokenizer.encode(ASKED.prompt);
    const embeds = model.embed([ids]);
    const start = ASKED.place * model.embeddingWidth;
    const token = model.embeddingWidths.flatMap((width, at) => [...numbersOf(`token_${at}`, width)]);
    embeds.set(
      token.map((value) => value * 0.05),
      start,
    );
    const eosPositions = [length - 1];
    const { hidden, pooled } = await model.encodeText(embeds, eosPositions);
    const found = await model.lossGradient({
      latents: latentsOf(model, 'latents'),
      timesteps: [ASKED.timestep],
      contexts: model.layers.map(() => hidden),
      ...(model.pooledWidth !== undefined && { pooled: pooled!, wantsPooled: true }),
      target: latentsOf(model, 'target').data,
      sampleWeights: [1],
    });
    const cotangent = new Float32Array(hidden.length);
    for (const gradient of found.gradContexts)
      gradient!.forEach((value, at) => (cotangent[at] = cotangent[at]! + value));
    const ofPooled = found.gradPooled && { cotangent: found.gradPooled, eosPositions };
    const { gradEmbeds } = await model.textGradient(embeds, cotangent, ofPooled);
    let from = start;
    const ofToken = model.embeddingWidths.map((width, at) => {
      from += width;
      return [`grad_token_${at}`, gradEmbeds.slice(from - width, from)];
    });
    return {
      loss: found.losses,
      prediction_of_token: found.prediction,
      ...Object.fromEntries(found.gradContexts.map((gradient, at) => [`grad_context_${at}`, gradient])),
      ...Object.fromEntries(ofToken),
      grad_pooled: found.gradPooled,
    };
  },

  picture: async (model) => {
    const { size, steps, guidance, prompt, negative } = ASKED;
    const picture = { data: numbersOf('picture', 3 * size * size), dims: [1, 3, size, size] };
    const encoded = await model.encodeImage(picture);
    const options = { prompt, negativePrompt: negative, steps, guidance, width: size, height: size, seeds: [0] };
    const { latents, pictures } = await generate(model, options);
    return { encoded: encoded.data, latents: latents.data, picture: pictures.data };
  },
};

function latentsOf({ latentChannels, vaeScale }: DiffusionModel, name: string): Tensor {
  const side = ASKED.size / vaeScale;
  return { data: numbersOf(name, latentChannels * side * side), dims: [1, latentChannels, side, side] };
}

const [, , name, path, answersPath, exactPath] = process.argv;
const part = PARTS[name ?? ''];
if (!part || !path || !answersPath)
  throw new Error(`usage: node numbers.ts <${Object.keys(PARTS).join(' | ')}> <model> <answers> [<exact>]`);
const answers = new Answers(answersPath);
const exact = exactPath === undefined ? undefined : new Answers(exactPath);
const model = await loadModel(path, { device: 'cpu', threads: 1 });
const found = await part(model);
await model.close();
for (const [output, data] of Object.entries(found)) {
  if (!data) continue;
  const error = answers.error(output, data);
  const fromExact = exact?.of(output) && {
    ours: exact.error(output, data),
    theirs: exact.error(output, answers.of(output)!),
  };
  console.log(JSON.stringify({ name: output, error, fromExact }));
}
