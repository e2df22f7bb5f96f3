import { SourceError } from '../errors.ts';
import { openFile, type OpenedFiles } from '../sources/files.ts';
import { readValues } from '../weights/read.ts';
import type { StoredTensor } from '../weights/stored.ts';
import type { LoraChoice, WeightChange } from '../weights/change.ts';

/** Which network a LoRA's key is about. */
export type LoraNetwork = 'unet' | 'text_encoder' | 'text_encoder_2';

/** A change as its file names it. */
export interface NamedChange {
  readonly network: LoraNetwork;
  /** The module's name with `_` in place of `.`, since kohya's files do not tell the two apart. */
  readonly module: string;
  readonly key: string;
  readonly change: WeightChange;
}

type Factor = 'up' | 'down' | 'alpha';

/** What the files of kohya, diffusers of both ages, and peft have behind a module's name. */
const endings: readonly (readonly [RegExp, Factor])[] = [
  [/\.(lora_down|lora_A|lora_A\.default|lora\.down|lora_linear_layer\.down)\.weight$/, 'down'],
  [/\.(lora_up|lora_B|lora_B\.default|lora\.up|lora_linear_layer\.up)\.weight$/, 'up'],
  [/_lora\.down\.weight$/, 'down'],
  [/_lora\.up\.weight$/, 'up'],
  [/\.alpha$/, 'alpha'],
];

const prefixes: readonly (readonly [RegExp, LoraNetwork])[] = [
  [/^lora_unet_/, 'unet'],
  [/^lora_te1?_/, 'text_encoder'],
  [/^lora_te2_/, 'text_encoder_2'],
  [/^unet\.(base_model\.model\.)?/, 'unet'],
  [/^text_encoder\./, 'text_encoder'],
  [/^text_encoder_2\./, 'text_encoder_2'],
  [/^base_model\.model\./, 'unet'],
];

const foreign: readonly (readonly [RegExp, string])[] = [
  [/\.hada_/, 'a LoHa'],
  [/\.lokr_/, 'a LoKr'],
  [/dora_scale$|lora_magnitude_vector/, 'a DoRA'],
  [/\.oft_|oft_blocks/, 'an OFT'],
  [/lora_mid/, 'a LoCon in Tucker form'],
  [/\.diff(_b)?$|lora_B\.bias$/, 'a LoRA with differences of whole weights or biases'],
];

/**
 * The changes that a LoRA file holds, by the keys of kohya, diffusers or peft; nothing but headers and single numbers is read.
 * @throws {SourceError} `missing-file`, `corrupt-file`; `unsupported-format` for LoHa, DoRA and the like; `not-a-model` for what
 *   holds no LoRA
 */
export function readLora({ path, strength }: LoraChoice): NamedChange[] {
  const opened = openFile(path);
  const modules = new Map<string, Partial<Record<Factor, StoredTensor>>>();
  for (const [key, tensor] of opened.tensors) {
    const other = foreign.find(([pattern]) => pattern.test(key));
    if (other) {
      const message = `${path} is ${other[1]} (${key}), whose changes are not merged here. Take a plain LoRA, or the model with this one merged.`;
      throw new SourceError('unsupported-format', message);
    }
    const [ending, factor] = endings.find(([pattern]) => pattern.test(key)) ?? [];
    if (!ending || !factor) {
      const message = `${path} has ${key}, which is no part of a LoRA. Give a LoRA as kohya, diffusers or peft write it.`;
      throw new SourceError('not-a-model', message);
    }
    const module = key.replace(ending, '');
    modules.set(module, { ...modules.get(module), [factor]: tensor });
  }
  return [...modules].map(([key, { up, down, alpha }]) => {
    if (!up || !down) {
      const message = `${path} has only a part of the change of ${key}. It is damaged: get it again.`;
      throw new SourceError('corrupt-file', message);
    }
    const { network, module } = placeOf(path, key);
    const rank = down.dims[0]!;
    const scale = (strength * (alpha ? readValues(alpha, 0, 1)[0]! : saidAlpha(opened, network, rank))) / rank;
    return { network, module, key, change: { up, down, scale } };
  });
}

function placeOf(path: string, key: string): { network: LoraNetwork; module: string } {
  const [prefix, network] = prefixes.find(([pattern]) => pattern.test(key)) ?? [];
  if (!prefix || !network) {
    const message = `${path} has changes for ${key}, which belongs to neither a U-Net nor a text encoder of Stable Diffusion.`;
    throw new SourceError('unexpected-weight', message);
  }
  // Old diffusers has `attn1.processor.to_q` for what is `attn1.to_q`.
  return { network, module: key.replace(prefix, '').replace('.processor.', '.').replaceAll('.', '_') };
}

/** Where a file has no alpha of its own, diffusers' metadata may say one; else it is the rank. */
function saidAlpha({ metadata }: OpenedFiles, network: LoraNetwork, rank: number): number {
  const text = metadata['lora_adapter_metadata'];
  if (text === undefined) return rank;
  const said = (JSON.parse(text) as Record<string, unknown>)[`${network}.lora_alpha`];
  return typeof said === 'number' ? said : rank;
}
