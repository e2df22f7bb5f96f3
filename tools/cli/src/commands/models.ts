import { PRESETS } from '@facet/base';
import type { LoraChoice, SourceOptions } from '@facet/diffusion';
import { Option, type Command } from 'commander';
import { addModel } from '../actions/model/add-model.ts';
import { inspectModel } from '../actions/model/inspect-model.ts';
import { listModels, removeModel } from '../actions/model/list-models.ts';
import { withModel } from '../model.ts';
import { collected, commonOptions, tokenArgument } from '../options.ts';
import { userPath } from '../paths.ts';
import type { Run } from '../context.ts';

interface InspectFlags {
  readonly out?: string;
  readonly device?: string;
}

interface AddFlags extends Omit<SourceOptions, 'loras'> {
  readonly lora?: readonly string[];
  readonly name?: string;
}

const addExample = `
The weights are read where they lie, and never copied. Adding the same again measures it again.

Examples:
  facet models add ~/models/v1-5-pruned-emaonly.safetensors --name sd15
  facet models add ~/models/768-v.safetensors --prediction v_prediction
  facet models add ~/models/sd15.safetensors --lora ~/loras/lcm.safetensors --preset lcm --name sd15-fast
  facet models add ~/models/sd15.safetensors --lora ~/loras/ink.safetensors@0.8 --name sd15-ink
  facet generate "a red cat" --model sd15`;

const inspectExample = `
Example:
  facet models inspect --out out/attribution.svg`;

function loraChoice(text: string): LoraChoice {
  const { file, strength = 1 } = tokenArgument(text);
  return { path: userPath(file), strength };
}

export function addModelsCommand(program: Command, run: Run): void {
  const models = program.command('models').description('Keeps a list of models by name, and looks into models.');
  models
    .command('add')
    .description('Checks and measures a model, and gives it a name that stands for its path.')
    .argument('<path>', '.safetensors checkpoint, diffusers folder, or folder of ONNX graphs')
    .option('--name <name>', 'what it is called (default: as its file or folder)')
    .addOption(
      new Option('--prediction <what>', 'what it predicts, where its file does not say it').choices([
        'epsilon',
        'v_prediction',
      ]),
    )
    .addOption(
      new Option('--preset <name>', 'what it was distilled to, where its files or names do not say it').choices([
        ...Object.keys(PRESETS),
        'none',
      ]),
    )
    .option('--variant <name>', 'which files of a diffusers folder to take, such as fp16')
    .option(
      '--lora <file>',
      'a LoRA that is merged into it, with a strength behind @ (default 1); may be given again',
      collected,
    )
    .option('--vae <path>', 'another autoencoder: a file of one alone, or a diffusers folder of one')
    .addOption(commonOptions.json())
    .addHelpText('after', addExample)
    .action((path: string, { name, prediction, preset, variant, vae, lora }: AddFlags) =>
      run((context) => {
        const source = {
          ...(prediction !== undefined && { prediction }),
          ...(preset !== undefined && { preset }),
          ...(variant !== undefined && { variant }),
          ...(vae !== undefined && { vae: userPath(vae) }),
          ...(lora !== undefined && { loras: lora.map(loraChoice) }),
        };
        return addModel(context, { path: userPath(path), name, source });
      }),
    );
  models
    .command('list')
    .description('Shows the models that were added.')
    .addOption(commonOptions.json())
    .action(() => run(async () => listModels()));
  models
    .command('remove')
    .description('Takes a name off the list; no file of the model is touched.')
    .argument('<name>', 'as `facet models list` shows it')
    .addOption(commonOptions.json())
    .action((name: string) => run(async () => removeModel(name)));
  models
    .command('inspect')
    .description("Shows a model's family, sizes, layers, groups, fingerprint and attribution map.")
    .argument('[model]', 'a name of the list, a folder or a checkpoint (default: FACET_MODELS, else the bundled one)')
    .addOption(commonOptions.out('also draw the attribution map as an SVG file'))
    .addOption(commonOptions.device())
    .addOption(commonOptions.json())
    .addHelpText('after', inspectExample)
    .action((model: string | undefined, flags: InspectFlags) =>
      run((context) => {
        const device = flags.device === undefined ? {} : { device: flags.device };
        const choice = model === undefined ? device : { ...device, model };
        const out = flags.out === undefined ? undefined : userPath(flags.out);
        return withModel(choice, context, (loaded, found) => inspectModel(loaded, found, out));
      }),
    );
}
