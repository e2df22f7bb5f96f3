import { fileURLToPath } from 'node:url';
import ort from 'onnxruntime-node';
import { loadModel } from '@facet/diffusion';

/**
 * Opens every session of a tiny Stable Diffusion folder on the WebGPU provider with CPU fallback disabled, under which a graph with a
 * node that WebGPU lacks does not open, and prints, as JSON, what opened. The runs themselves are done on the CPU: compiling
 * all shaders for a driver in software would take minutes.
 */
const folder = fileURLToPath(new URL('../../../libs/diffusion/test/golden/torchscript17', import.meta.url));

type Open = (model: Uint8Array, options?: ort.InferenceSession.SessionOptions) => Promise<ort.InferenceSession>;
const open = ort.InferenceSession.create.bind(ort.InferenceSession) as Open;
const opened: string[][] = [];

const openForWebGpu: Open = async (bytes, options = {}) => {
  if (!options.executionProviders?.includes('webgpu')) return open(bytes, options);
  const extra = options.extra as { session?: object } | undefined;
  const session = { ...extra?.session, disable_cpu_ep_fallback: '1' };
  const onCard = await open(bytes, { ...options, extra: { ...extra, session } });
  opened.push([...onCard.outputNames]);
  await onCard.release();
  return open(bytes, { ...options, executionProviders: ['cpu'] });
};
ort.InferenceSession.create = openForWebGpu as typeof ort.InferenceSession.create;

const model = await loadModel(folder, { device: 'webgpu', cacheDirectory: false });
const embeds = model.embed([Array.from({ length: model.contextLength }, (_, i) => i % model.vocabularySize)]);
const { hidden } = await model.textGradient(
  embeds,
  new Float32Array(model.contextLength * model.hiddenWidth).fill(0.1),
);
await model.encodeText(embeds);
const size = model.defaultLatentSize * model.vaeScale;
const latents = await model.encodeImage({ data: new Float32Array(3 * size * size), dims: [1, 3, size, size] });
const contexts = model.layers.map(() => hidden);
await model.predict(latents, [500], contexts);
await model.lossGradient({ latents, timesteps: [500], contexts, target: latents.data, sampleWeights: [1] });
const picture = await model.decodeLatents(latents);
await model.imageEmbedding(picture);
await model.close();
console.log(JSON.stringify(opened));
