import type { AutodiffErrorCode } from '@facet/autodiff';
import type { ClientErrorCode } from '@facet/client';
import type {
  ImageErrorCode,
  ModelErrorCode,
  SamplingErrorCode,
  SchedulerErrorCode,
  SourceErrorCode,
  TokenizerErrorCode,
} from '@facet/diffusion';
import type { InversionErrorCode } from '@facet/inversion';
import type { OnnxErrorCode } from '@facet/onnx';
import type { SafetensorsErrorCode } from '@facet/safetensors';
import type { CliErrorCode } from './errors.ts';
import type { ExitReason } from './exit-codes.ts';

/** Why the command ends, and what to do about it in general; the error's message says it for the case at hand. */
export type Meaning = readonly [reason: ExitReason, remedy: string];

/** These tables are exhaustive by type: a new code in a library does not compile until it has an exit code here. */
export const cliErrors: Record<CliErrorCode, Meaning> = {
  usage: ['usage', 'See `facet <command> --help`.'],
  'bad-input': ['badInput', 'Check the path and the kind of file.'],
  'no-recipe': ['badInput', 'Give a picture that `facet compose` or `facet generate` wrote, unchanged.'],
  'recipe-model': ['model', 'Give the model of the recipe with --model.'],
  'write-failed': ['disk', 'Check free space and permissions, or write elsewhere with --out.'],
  'worker-ended': ['run', 'Start the command again to go on, with fewer --shards if memory is short.'],
  'not-logged-in': ['service', 'Use `facet remote login`, or set FACET_URL and FACET_API_KEY.'],
  interrupted: ['interrupted', 'Run the command that the message names to go on.'],
};

export const onnxErrors: Record<OnnxErrorCode, Meaning> = {
  'file-unreadable': ['model', 'Check the path and its permissions.'],
  'not-onnx': ['model', 'Give an ONNX file.'],
  'corrupt-model': ['model', 'Copy the file again or export the model again.'],
  'external-data': ['model', 'Copy the external data files beside the model.'],
  'bad-tensor': ['model', 'Export the model again.'],
  'bad-attribute': ['model', 'Export the model again.'],
  'unknown-value': ['usage', 'Use a name of the graph.'],
  'bad-shape': ['usage', 'Give the dimensions of every input with --shape.'],
  'invalid-graph': ['model', 'Export the model again.'],
  'too-large': ['model', 'Store the weights as external data.'],
  'write-failed': ['disk', 'Check free space and permissions.'],
  'runtime-refused': ['model', 'Check the shapes, and that ONNX Runtime runs the model.'],
};

export const autodiffErrors: Record<AutodiffErrorCode, Meaning> = {
  'no-rule': ['model', 'Export the model with another opset or exporter, or report the operator.'],
  'unsupported-form': ['model', 'Export the model with another opset or exporter, or report the operator.'],
  'unsupported-input': ['usage', 'Ask for the gradient of another input.'],
  'not-static': ['usage', 'Give the dimensions of every input with --shape.'],
  'unknown-value': ['usage', 'Use names of the graph in --of and --wrt.'],
  'name-clash': ['usage', 'Give another --prefix.'],
  'not-runnable': ['model', 'Export the model in float32, or report the operator.'],
  'wrong-gradient': ['bug', 'Please report this.'],
  'no-path': ['usage', 'Ask for inputs that the output depends on.'],
  subgraph: ['model', 'Export the model without control flow.'],
  opset: ['model', 'Export the model with a supported opset.'],
};

export const modelErrors: Record<ModelErrorCode, Meaning> = {
  'missing-file': ['model', 'Complete the model folder, or name another with --model.'],
  'corrupt-file': ['model', 'Copy the file again or export the model again.'],
  'unsupported-model': ['model', 'Use a model of Stable Diffusion 1.x, 2.x or XL.'],
  'unexpected-graph': ['model', 'Export the model with a usual exporter.'],
  'device-unavailable': ['device', 'Use --device auto, or see docs/gpu.md.'],
  'bad-argument': ['usage', 'Change the option that the message names.'],
  'not-finite': ['run', 'Try --device cpu, or a float32 export.'],
  'not-enough-memory': ['run', 'Use a smaller --size or --batch, or close other programs.'],
  closed: ['bug', 'Please report this.'],
};

export const sourceErrors: Record<SourceErrorCode, Meaning> = {
  'missing-file': ['model', 'Complete the model, or name another with --model.'],
  'corrupt-file': ['model', 'Get the file again.'],
  'unsupported-format': ['model', 'Get the same model as .safetensors in float16 or float32.'],
  'unsupported-model': ['model', 'Use a model of Stable Diffusion 1.x, 2.x or XL.'],
  'not-a-model': ['model', 'Give a whole checkpoint or a diffusers folder.'],
  'missing-weight': ['model', 'Get the file again, or another build of the model.'],
  'unexpected-weight': ['model', 'Get the file again, or another build of the model.'],
  'unsupported-config': ['model', 'Use a model of Stable Diffusion 1.x, 2.x or XL.'],
  'bad-option': ['usage', 'Change the option that the message names.'],
};

export const tokenizerErrors: Record<TokenizerErrorCode, Meaning> = {
  'tokenizer-files': ['model', "Copy the model's tokenizer folder again."],
  'prompt-too-long': ['usage', 'Shorten the prompt.'],
};

export const schedulerErrors: Record<SchedulerErrorCode, Meaning> = {
  'unsupported-setting': ['model', 'Correct scheduler/scheduler_config.json.'],
  'bad-steps': ['usage', 'Use another number of --steps.'],
};

export const samplingErrors: Record<SamplingErrorCode, Meaning> = {
  'bad-size': ['usage', 'Use a size that the model draws.'],
  'bad-option': ['usage', 'Change the option that the message names.'],
  'bad-plan': ['model', 'Use tokens that were made with this model.'],
  cancelled: ['interrupted', 'Run the command again.'],
};

export const imageErrors: Record<ImageErrorCode, Meaning> = {
  'image-unreadable': ['badInput', 'Check the path and its permissions.'],
  'not-an-image': ['badInput', 'Give a PNG, JPEG, WebP, GIF, TIFF or AVIF file.'],
  'image-corrupt': ['badInput', 'Copy the picture again.'],
  'image-too-large': ['badInput', 'Make the picture smaller.'],
  'image-animated': ['badInput', 'Save the frame you mean as its own file.'],
  'bad-image-size': ['usage', 'Use another size.'],
};

export const safetensorsErrors: Record<SafetensorsErrorCode, Meaning> = {
  'corrupt-file': ['badInput', 'Copy the file again.'],
  'unsupported-format': ['badInput', 'Convert the file to float tensors.'],
  'invalid-input': ['bug', 'Please report this.'],
};

export const inversionErrors: Record<InversionErrorCode, Meaning> = {
  'invalid-input': ['usage', 'Change the option that the message names.'],
  'invalid-map': ['model', "Correct the model's attribution.json."],
  'invalid-prompt': ['usage', 'Use placeholders for which tokens are given.'],
  'prompt-too-long': ['usage', 'Shorten the prompt.'],
  'fingerprint-mismatch': ['model', 'Use the model that the tokens were made with, or invert the picture again.'],
  'corrupt-file': ['badInput', 'Copy the file again.'],
  'unsupported-format': ['badInput', 'Convert the file to .safetensors.'],
  'unsafe-pickle': ['badInput', 'Do not use this file; get the tokens as .safetensors.'],
  'disk-full': ['disk', 'Free some space, then go on with --resume.'],
  io: ['disk', 'Check the path and its permissions.'],
  'missing-object-word': ['usage', 'Name the object with --object.'],
  'no-image-encoder': [
    'model',
    'Add a CLIP image encoder (image_encoder/) to the model folder, or use another --method.',
  ],
  'missing-reader': ['model', 'Train one with `facet reader train`, or use another --method.'],
  'no-judge': ['model', 'Add a CLIP image encoder (image_encoder/) to the model folder.'],
  'not-enough-memory': ['run', 'Use a --method that trains fewer weights.'],
  'checkpoint-mismatch': ['run', 'Use another --out, or the options of the first start.'],
  cancelled: ['interrupted', 'Go on with --resume.'],
  diverged: ['run', 'Use a smaller --lr.'],
};

export const clientErrors: Record<ClientErrorCode, Meaning> = {
  unreachable: ['service', 'Check the address and the network.'],
  'unexpected-answer': ['service', 'Check the address, and that the service is of the same version.'],
  unauthenticated: ['service', 'Make a new API key, then use `facet remote login`.'],
  forbidden: ['service', 'Use an API key with the scope that the message names.'],
  'not-found': ['badInput', 'Check the id or name, and the organisation of the API key.'],
  'invalid-input': ['usage', 'Change what the message names.'],
  'picture-refused': ['badInput', 'Give another picture.'],
  'token-file-refused': ['badInput', 'Give another token file.'],
  'recipe-refused': ['badInput', 'Give a picture that Facet drew, unchanged.'],
  'recipe-incomplete': ['badInput', 'Give tokens of your own with --color, --style, --object and --layout.'],
  'address-refused': ['badInput', 'Give another address.'],
  'name-taken': ['usage', 'Use another name.'],
  'in-use': ['usage', 'Look what uses it first.'],
  'wrong-state': ['usage', 'Look at its state first.'],
  'mutation-key-reused': ['usage', 'Use another folder with --out.'],
  'owner-needed': [
    'badInput',
    'Say for each organisation that you alone own who is its owner then, or that it goes too.',
  ],
  'quota-exceeded': ['service', 'Wait for the next month, or ask for a larger quota.'],
  'rate-limited': ['service', 'Wait, then run the command again.'],
  'run-failed': ['run', 'See the message; `facet remote runs resume` goes on from the last checkpoint.'],
  'run-cancelled': ['run', '`facet remote runs resume` goes on from the last checkpoint.'],
  'service-failed': ['service', 'Try again later, or report it to who runs the service.'],
};
