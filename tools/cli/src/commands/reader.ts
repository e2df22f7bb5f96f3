import { READER_DEFAULTS } from '@facet/inversion';
import { Option, type Command } from 'commander';
import { basename, join } from 'node:path';
import { trainModelReader } from '../actions/reader/train-reader.ts';
import type { Run } from '../context.ts';
import { askedModel, withModel, type ModelFlags } from '../model.ts';
import { commonOptions, wholeNumber } from '../options.ts';
import { slug, userPath } from '../paths.ts';

interface TrainFlags extends ModelFlags {
  readonly samples: number;
  readonly fitSteps: number;
  readonly steps: number;
  readonly batch: number;
  readonly seed: number;
  readonly out?: string;
}

const help = `
The model first draws pictures of vectors around its words, from which the reader learns which token says what; then it goes on
with the pictures of the folder, some thousand of the kind that the model draws. Nothing has to be known of them. The reader
lies beside the model as reader.onnx, and \`facet invert\` then starts at what it reads. What was drawn and learned is
kept in the folder of the training: the same command goes on where it was stopped.

Drawing the samples is the dear part: 4096 take minutes with a small model and hours with Stable Diffusion on a CPU.

Examples:
  facet reader train ~/pictures --model sd15 --device cuda
  facet reader train ~/pictures --samples 256 --steps 50    (a quick try)`;

export function addReaderCommand(program: Command, run: Run): void {
  const { samples, fitSteps, wakeSteps, batchSize } = READER_DEFAULTS;
  program
    .command('reader')
    .description("Trains a model's reader, which takes tokens off pictures at once.")
    .command('train')
    .description('Trains the reader of a model from its own samples and a folder of pictures.')
    .argument('<pictures>', 'folder of pictures of the kind that the model draws')
    .addOption(option('--samples <number>', 'pictures that the model draws', samples, 1))
    .addOption(option('--fit-steps <number>', 'steps on these', fitSteps, 1))
    .addOption(option('--steps <number>', 'steps on the pictures of the folder', wakeSteps, 0))
    .addOption(option('--batch <number>', 'pictures in a step', batchSize, 1))
    .addOption(commonOptions.seed())
    .addOption(commonOptions.out('folder of the training (default: out/reader-<model>)'))
    .addOption(commonOptions.model())
    .addOption(commonOptions.device())
    .addOption(commonOptions.json())
    .addHelpText('after', help)
    .action((pictures: string, flags: TrainFlags) =>
      run((context) => {
        const name = slug(basename(askedModel(flags.model).reference), 'model');
        return withModel(flags, context, (model) =>
          trainModelReader(context, model, {
            pictures: userPath(pictures),
            folder: userPath(flags.out ?? join('out', `reader-${name}`)),
            options: {
              samples: flags.samples,
              fitSteps: flags.fitSteps,
              wakeSteps: flags.steps,
              batchSize: flags.batch,
              seed: flags.seed,
            },
          }),
        );
      }),
    );
}

const option = (flags: string, description: string, usual: number, least: number): Option =>
  new Option(flags, description).argParser(wholeNumber(least, 10_000_000)).default(usual);
