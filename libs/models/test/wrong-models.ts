import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SourceErrorCode } from '../src/errors.ts';
import {
  blank,
  checkpointContents,
  renamed,
  replaced,
  writeFolder,
  writeTensors,
  type Content,
} from './model-files.ts';

const tensors = (...names: string[]): Content[] => names.map((name) => ({ name, shape: [4, 4] }));
const file =
  (contents: readonly Content[], dtype: 'F32' | 'F16' = 'F32') =>
  (path: string): void =>
    writeTensors(path, contents, dtype);
const bytes =
  (content: string | Uint8Array) =>
  (path: string): void =>
    writeFileSync(path, content);
/** Stable Diffusion 1.x with another number of channels going into the U-Net. */
const withInput = (channels: number): Content[] =>
  replaced(blank(checkpointContents('sd1')), 'model.diffusion_model.input_blocks.0.0.weight', () => ({
    shape: [32, channels, 3, 3],
  }));
const sdxlRefiner = (): Content[] => {
  const kept = blank(checkpointContents('sdxl')).filter(({ name }) => !name.startsWith('conditioner.embedders.0'));
  return renamed(kept, (name) => name.replace('conditioner.embedders.1', 'conditioner.embedders.0'));
};
const only = (prefix: string): Content[] =>
  blank(checkpointContents('sd1')).filter(({ name }) => name.startsWith(prefix));
const folder =
  (change: (path: string) => void) =>
  (path: string): void => {
    writeFolder(path, 'sd1', { isBlank: true });
    change(path);
  };
const json = (path: string, value: unknown): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(value));
};

type Wrong = readonly [what: string, make: (path: string) => void, code: SourceErrorCode, says: RegExp];

/** What people have on their disks that is no model for Facet: how to make it, and how it is refused. */
export const wrongModels: readonly Wrong[] = [
  ['nothing at all', () => {}, 'missing-file', /There is no model/],
  ['an empty file', bytes(''), 'corrupt-file', /empty/],
  [
    'a web page saved as .safetensors',
    bytes('<!DOCTYPE html><html><title>Sign in</title></html>'),
    'corrupt-file',
    /web page/,
  ],
  ["a site's error message", bytes('{"error":"Invalid username or password."}'), 'corrupt-file', /JSON/],
  [
    'a Git LFS pointer',
    bytes('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4265380512\n'),
    'corrupt-file',
    /git lfs pull/,
  ],
  ['a GGUF file', bytes(Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(60, 3)])), 'unsupported-format', /GGUF/],
  [
    'a .ckpt of today (a zip file)',
    bytes(Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(60, 1)])),
    'unsupported-format',
    /pickle/,
  ],
  ['a single ONNX graph', (path) => writeFileSync(path, onnxStart), 'unsupported-format', /ONNX/],
  ['random bytes', bytes(Buffer.alloc(1000, 0xa7)), 'corrupt-file', /header claims/],
  [
    'a checkpoint whose download was cut off',
    (path) => (file(blank(checkpointContents('sd1')))(path), truncateSync(path, 2_000_000)),
    'corrupt-file',
    /cut off/,
  ],
  ['a file without tensors', file([]), 'not-a-model', /no tensor/],
  ['a LoRA', file(tensors('lora_unet_down_blocks_0_attentions_0_proj_in.lora_down.weight')), 'not-a-model', /LoRA/],
  [
    'a LoRA of diffusers',
    file(tensors('unet.down_blocks.0.attentions.0.attn1.to_q.lora_A.weight')),
    'not-a-model',
    /LoRA/,
  ],
  ['an autoencoder alone', file(only('first_stage_model.')), 'not-a-model', /autoencoder \(VAE\) alone/],
  ['a U-Net alone', file(only('model.diffusion_model.')), 'not-a-model', /U-Net alone/],
  [
    'a U-Net of a diffusers folder',
    file(tensors('down_blocks.0.resnets.0.conv1.weight', 'conv_in.weight')),
    'not-a-model',
    /unet\//,
  ],
  ['a text encoder alone', file(tensors('text_model.embeddings.token_embedding.weight')), 'not-a-model', /CLIP/],
  ['an embedding', file(tensors('emb_params')), 'not-a-model', /embedding/],
  ["SDXL's pair of embeddings", file(tensors('clip_g', 'clip_l')), 'not-a-model', /embedding/],
  ['a ControlNet', file(tensors('control_model.input_blocks.0.0.weight')), 'not-a-model', /ControlNet/],
  ['an IP-Adapter', file(tensors('image_proj.proj.weight', 'ip_adapter.1.to_k_ip.weight')), 'not-a-model', /adapter/],
  ['something else', file(tensors('layers.0.self_attn.q_proj.weight')), 'not-a-model', /nothing that Facet knows/],
  [
    'Stable Diffusion 3',
    file(tensors('model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight')),
    'unsupported-model',
    /Stable Diffusion 3/,
  ],
  ['FLUX', file(tensors('double_blocks.0.img_attn.qkv.weight')), 'unsupported-model', /FLUX/],
  ['PixArt', file(tensors('adaln_single.linear.weight')), 'unsupported-model', /PixArt/],
  [
    'AnimateDiff',
    file(tensors('down_blocks.0.motion_modules.0.temporal_transformer.norm.bias')),
    'unsupported-model',
    /video/,
  ],
  [
    'Playground 2.5',
    file([...blank(checkpointContents('sdxl')), { name: 'edm_mean', shape: [4] }]),
    'unsupported-model',
    /Playground/,
  ],
  ["SDXL's refiner", file(sdxlRefiner()), 'unsupported-model', /refiner/],
  ['an inpainting model', file(withInput(9)), 'unsupported-model', /inpainting/],
  ['InstructPix2Pix', file(withInput(8)), 'unsupported-model', /InstructPix2Pix/],
  ['a depth-guided model', file(withInput(5)), 'unsupported-model', /depth/],
  ['an upscaler', file(withInput(7)), 'unsupported-model', /upscaler/],
  [
    'quantised weights',
    file([
      ...blank(checkpointContents('sd1')),
      ...tensors('model.diffusion_model.out.2.weight.quant_state.bitsandbytes__nf4'),
    ]),
    'unsupported-format',
    /quantised/,
  ],
  ['8-bit weights', (path) => json8(path), 'unsupported-format', /F8_E4M3/],
  ['a folder that is none of a model', (path) => mkdirSync(path), 'missing-file', /neither unet/],
  [
    'a folder of Stable Diffusion 3',
    folder((path) => json(`${path}/model_index.json`, { _class_name: 'StableDiffusion3Pipeline' })),
    'unsupported-model',
    /Stable Diffusion 3/,
  ],
  [
    'a folder of FLUX',
    folder((path) => json(`${path}/model_index.json`, { _class_name: 'FluxPipeline' })),
    'unsupported-model',
    /FLUX/,
  ],
  [
    'a folder of a diffusion transformer',
    folder((path) => mkdirSync(`${path}/transformer`)),
    'unsupported-model',
    /transformer/,
  ],
  [
    'a folder with pickles alone',
    (path) => picklesAlone(path),
    'unsupported-format',
    /pytorch_model\.bin is a PyTorch pickle/,
  ],
  [
    'a folder without its scheduler',
    folder((path) => json(`${path}/scheduler/scheduler_config.json`, [])),
    'corrupt-file',
    /scheduler_config\.json/,
  ],
];

/** ir_version 8, then producer_name. */
const onnxStart = Buffer.concat([Buffer.from([0x08, 0x08, 0x12, 0x07]), Buffer.from('pytorch'), Buffer.alloc(100)]);

function picklesAlone(path: string): void {
  mkdirSync(`${path}/vae`, { recursive: true });
  mkdirSync(`${path}/unet`);
  writeFileSync(`${path}/vae/diffusion_pytorch_model.bin`, 'PK');
}

/** A checkpoint whose types are changed in the header, sizes and all. */
function json8(path: string): void {
  const contents = blank(checkpointContents('sd1'));
  writeTensors(path, contents, 'F16');
  const whole = readFileSync(path);
  const length = Number(whole.readBigUInt64LE());
  const header = JSON.parse(whole.subarray(8, 8 + length).toString()) as Record<
    string,
    { dtype: string; data_offsets: number[] }
  >;
  let end = 0;
  for (const { name, shape } of contents) {
    const size = shape.reduce((product, dim) => product * dim, 1);
    header[name] = { ...header[name]!, dtype: 'F8_E4M3', data_offsets: [end, (end += size)] };
  }
  const text = Buffer.from(JSON.stringify(header));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(text.length));
  writeFileSync(path, Buffer.concat([start, text, Buffer.alloc(end)]));
}
