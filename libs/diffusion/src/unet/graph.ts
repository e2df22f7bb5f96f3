import { lowerOperators } from '@facet/autodiff';
import type { OnnxModel } from '@facet/onnx';
import { ModelError } from '../model-error.ts';
import { floatBorders } from '../parts/float-borders.ts';
import type { ReadPart } from '../parts/part-reader.ts';
import { splitConditioning } from './split.ts';
import { floatTimesteps } from './timestep.ts';

const LAYERS = 'facet.layers';

const wantedInputs = ['sample', 'timestep', 'encoder_hidden_states'];

export interface UnetSizes {
  readonly latentChannels: number;
  readonly contextWidth: number;
}

/**
 * Checks that a U-Net is one that Facet runs and reads its sizes.
 * @throws {ModelError} `unsupported-model` for SDXL, inpainting and consistency models; `unexpected-graph`
 */
export function checkUnet(source: OnnxModel, directory: string): UnetSizes {
  const { input, initializer } = source.proto.graph;
  const stored = new Set(initializer.map((tensor) => tensor.name));
  const inputs = input.map((each) => each.name).filter((name) => !stored.has(name));
  const refuse = (what: string): ModelError =>
    new ModelError(
      'unsupported-model',
      `The U-Net in ${directory} ${what}, which Facet does not run yet; take a Stable Diffusion 1.x or 2.x export.`,
    );
  if (inputs.includes('text_embeds') || inputs.includes('time_ids')) {
    const message = `The U-Net in ${directory} is an export of Stable Diffusion XL's (it takes text_embeds and time_ids), which Facet does not read; take the model's .safetensors checkpoint or diffusers folder, which load as they are.`;
    throw new ModelError('unsupported-model', message);
  }
  if (inputs.includes('timestep_cond')) throw refuse("is a latent consistency model's (it takes timestep_cond)");
  const missing = wantedInputs.filter((name) => !inputs.includes(name));
  const extra = inputs.filter((name) => !wantedInputs.includes(name));
  if (missing.length > 0 || extra.length > 0) {
    const message = `The U-Net in ${directory} takes ${inputs.join(', ')}; Facet needs ${wantedInputs.join(', ')} and nothing else. Export it with Optimum or diffusers' ONNX script.`;
    throw new ModelError('unexpected-graph', message);
  }
  const dim = (name: string, axis: number): number | undefined =>
    input.find((each) => each.name === name)?.type?.tensorType?.shape?.dim[axis]?.dimValue;
  const contextWidth = dim('encoder_hidden_states', 2);
  if (contextWidth === undefined) {
    const message = `The U-Net in ${directory} does not say the width of encoder_hidden_states. Export it with that dimension fixed.`;
    throw new ModelError('unexpected-graph', message);
  }
  const outChannels = source.proto.graph.output[0]?.type?.tensorType?.shape?.dim[1]?.dimValue;
  const latentChannels = dim('sample', 1) ?? outChannels ?? 4;
  if (outChannels !== undefined && outChannels !== latentChannels) {
    throw refuse(`takes ${latentChannels} channels and gives ${outChannels} (an inpainting or depth model)`);
  }
  return { latentChannels, contextWidth };
}

/** The U-Net with float timesteps and one context per layer, from the cache when it is there. */
export async function prepareUnet({
  graph,
  cache,
}: Pick<ReadPart, 'graph' | 'cache'>): Promise<{ base: OnnxModel; layers: string[]; output: string }> {
  const base = await cache.get('base', () => {
    // Lowered first: some lowerings need the shapes that the export noted, which the edits after it drop.
    const { model, layers } = splitConditioning(floatTimesteps(floatBorders(lowerOperators(graph))));
    model.proto.metadataProps.push({ key: LAYERS, value: JSON.stringify(layers) });
    return model;
  });
  const entry = base.proto.metadataProps.find((each) => each.key === LAYERS);
  const layers = JSON.parse(entry?.value ?? '[]') as string[];
  return { base, layers, output: base.proto.graph.output[0]!.name };
}
