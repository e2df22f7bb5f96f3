import { INVERSION_BOUNDS, SEED_BOUNDS } from '@facet/base';
import { findModel } from '@facet/diffusion';
import { METHODS } from '@facet/inversion';
import { Option } from 'commander';
import type { Command } from 'commander';
import { basename, extname, join } from 'node:path';
import { invertPictures } from '../actions/invert/invert.ts';
import { invertResult, resumeCommand } from '../actions/invert/invert-result.ts';
import { withModel, type ModelFlags } from '../model.ts';
import { commonOptions, methodDefault, wholeNumber, within } from '../options.ts';
import { slug, userPath } from '../paths.ts';
import { RunFolder } from '../run-folder.ts';
import type { Run } from '../context.ts';
import { CliError } from '../errors.ts';

interface Flags {
  readonly method?: string;
  readonly object?: string;
  readonly steps?: number;
  readonly seed?: number;
  readonly lr?: number;
  readonly batch?: number;
  readonly untilFlat?: boolean;
  readonly previewEvery?: number;
  readonly assess: boolean;
  readonly leakReport: boolean;
  readonly resume?: boolean;
  readonly out?: string;
  readonly size?: number;
  readonly model?: string;
  readonly device?: string;
}

const methods = Object.values(METHODS)
  .map((method) => `  ${method.id.padEnd(18)} ${method.summary}`)
  .join('\n');

const help = `
Methods:
${methods}

The folder of the run holds tokens.safetensors, the loss curve (loss.svg, loss.png), the previews (previews.png) and,
while it is not finished, a checkpoint. Ctrl-C keeps the checkpoint; --resume goes on exactly where it stopped, with the
options of the first start.

First the model draws what it thinks that it sees; where the picture is unlike that, warnings say what it may not be able to
draw. At the end each token is drawn alone, to estimate what else it carries: the leak report, kept with the tokens.

Examples:
  facet invert cat.png
  facet invert cat.png --object cat --steps 300 --seed 7 --out out/cat
  facet invert cat.png --out out/cat --resume`;

export function addInvertCommand(program: Command, run: Run): void {
  program
    .command('invert')
    .summary('learn the tokens of a picture')
    .description('Learns color, style, object and layout tokens of a picture.')
    .argument('<image>', 'PNG, JPEG, WebP or another usual picture file')
    .addOption(new Option('--method <name>', `how to invert (default: ${methodDefault})`).choices(Object.keys(METHODS)))
    .addOption(new Option('--object <word>', "what the picture shows (default: found by the model's image encoder)"))
    .addOption(
      new Option('--steps <number>', 'optimiser steps').argParser(within({ ...INVERSION_BOUNDS.steps, min: 0 })),
    )
    .addOption(new Option('--seed <number>', 'seed of the noise').argParser(within(SEED_BOUNDS)))
    .addOption(new Option('--lr <rate>', 'learning rate').argParser(within(INVERSION_BOUNDS.learningRate)))
    .addOption(new Option('--batch <number>', 'noise samples per step').argParser(within(INVERSION_BOUNDS.batchSize)))
    .addOption(
      new Option('--size <pixels>', "side that the picture is brought to (default: the model's own)").argParser(
        wholeNumber(1),
      ),
    )
    .addOption(new Option('--until-flat', 'end before all steps are taken when fixed probes have nothing left to gain'))
    .addOption(
      new Option('--preview-every <steps>', 'draw a preview every so many steps; 0 draws none').argParser(
        wholeNumber(0),
      ),
    )
    .addOption(new Option('--no-assess', 'do not look first whether the model may be able to draw the picture'))
    .addOption(new Option('--no-leak-report', 'do not measure what the tokens carry beside their own attribute'))
    .addOption(new Option('--resume', 'go on from the checkpoint in the folder of the run'))
    .addOption(commonOptions.out('folder of the run (default: out/<name of the picture>)'))
    .addOption(commonOptions.model())
    .addOption(commonOptions.device())
    .addOption(commonOptions.json())
    .addHelpText('after', help)
    .action((image: string, flags: Flags) =>
      run(async (context) => {
        const path = userPath(image);
        const folder = userPath(flags.out ?? join('out', slug(basename(path, extname(path)), 'picture')));
        const asked = await modelAskedFor(flags, folder);
        return withModel(asked, context, async (model) => {
          const [inverted] = await invertPictures(context, model, [
            { image: path, folder, asked, ...settingsOf(flags), resumeCommand: resumeCommand(image, folder, flags) },
          ]);
          return invertResult(inverted!);
        });
      }),
    );
}

/** What is given now, or was at the first start of a run that is resumed. */
async function modelAskedFor(flags: Flags, folder: string): Promise<ModelFlags> {
  const earlier = flags.resume ? await new RunFolder(folder).readRecord() : undefined;
  const model = flags.model === undefined ? earlier?.model : findModel(flags.model, userPath).reference;
  const device = flags.device ?? earlier?.device;
  if (earlier !== undefined && flags.size !== undefined && flags.size !== earlier.size)
    throw new CliError(
      'usage',
      `The run in ${folder} was begun at ${earlier.size ?? "the model's own size"}, and goes on at that: leave out --size.`,
    );
  const size = flags.size ?? earlier?.size;
  return {
    ...(model !== undefined && { model }),
    ...(device !== undefined && { device }),
    ...(size !== undefined && { size }),
  };
}

function settingsOf(flags: Flags) {
  return {
    resume: flags.resume ?? false,
    assess: flags.assess,
    leakReport: flags.leakReport,
    ...(flags.method === undefined ? {} : { method: flags.method }),
    ...(flags.object === undefined ? {} : { objectWord: flags.object }),
    ...(flags.previewEvery === undefined ? {} : { previewEvery: flags.previewEvery }),
    settings: {
      ...(flags.steps === undefined ? {} : { steps: flags.steps }),
      ...(flags.seed === undefined ? {} : { seed: flags.seed }),
      ...(flags.lr === undefined ? {} : { learningRate: flags.lr }),
      ...(flags.batch === undefined ? {} : { batchSize: flags.batch }),
      ...(flags.untilFlat ? { stop: 'flat' as const } : {}),
    },
  };
}
