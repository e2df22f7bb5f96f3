import { OBSERVER_NAMES } from '@facet/inversion';
import { CALIBRATION_DEFAULTS } from '@facet/studies';
import type { ObserverName } from '@facet/inversion';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { basename, join } from 'node:path';
import { calibrateModel } from '../actions/calibrate/calibrate.ts';
import { CliError } from '../errors.ts';
import { askedModel, withModel } from '../model.ts';
import { commonOptions, wholeNumber } from '../options.ts';
import { slug, userPath } from '../paths.ts';
import type { Run } from '../context.ts';

interface Flags {
  readonly count?: number;
  readonly quick?: boolean;
  readonly seed: number;
  readonly stages: number;
  readonly bounds?: readonly number[];
  readonly judge?: ObserverName;
  readonly against?: string;
  readonly write?: boolean;
  readonly out?: string;
  readonly model?: string;
  readonly device?: string;
}

/** Prompts per cell with --quick: enough to see where an attribute is decided, not enough for narrow intervals. */
const quickCount = 4;

const help = `
Words are exchanged in some stages and layers only, and a judge says whether the pictures follow: the model's factor
classifiers where it has them, else its CLIP image encoder over the words of words.json. The folder then holds
attribution.json (the map), calibration.json (all figures), calibration.md, and the heat map as SVG and PNG. It also keeps a
journal: the same command goes on where it was stopped.

Examples:
  facet calibrate --model sd15 --out out/map
  facet calibrate --quick
  facet calibrate --seed 1 --bounds 1000,600,400,200,0 --out out/map-1 --against out/map     (do two runs agree?)
  facet calibrate --model sd15 --out out/map --write      (the model uses the map from now on)`;

export function addCalibrateCommand(program: Command, run: Run): void {
  program
    .command('calibrate')
    .summary("measure a model's attribution map")
    .description(
      'Measures in which stages and layers a model decides color, style, object and layout, and draws the map.',
    )
    .addOption(
      new Option(
        '--count <number>',
        `prompts per cell (default: ${CALIBRATION_DEFAULTS.count}); sets of cells that are nearly enough are decided by up to 16 times as many`,
      ).argParser(wholeNumber(1, 10_000)),
    )
    .addOption(new Option('--quick', `${quickCount} prompts per cell: minutes, and wide intervals`))
    .addOption(commonOptions.seed())
    .addOption(
      new Option('--stages <number>', 'stages to cut the timesteps into')
        .argParser(wholeNumber(1, 8))
        .default(CALIBRATION_DEFAULTS.stages),
    )
    .addOption(new Option('--bounds <timesteps>', 'stage bounds to use as they are').argParser(timesteps))
    .addOption(new Option('--judge <name>', 'what judges the pictures').choices(OBSERVER_NAMES))
    .addOption(new Option('--against <folder>', 'another calibration to compare the figures with'))
    .addOption(new Option('--write', "replace the model's own attribution.json by the measured map"))
    .addOption(commonOptions.out('folder of the calibration (default: out/calibrate-<model>)'))
    .addOption(commonOptions.model())
    .addOption(commonOptions.device())
    .addOption(commonOptions.json())
    .addHelpText('after', help)
    .action((flags: Flags) =>
      run((context) => {
        if (flags.quick && flags.count !== undefined) throw new CliError('usage', 'Give --quick or --count, not both.');
        const name = slug(basename(askedModel(flags.model).reference), 'model');
        const folder = userPath(flags.out ?? join('out', `calibrate-${name}`));
        const count = flags.quick ? quickCount : flags.count;
        return withModel(flags, context, (model) =>
          calibrateModel(context, model, {
            folder,
            options: {
              seed: flags.seed,
              stages: flags.stages,
              ...(count === undefined ? {} : { count }),
              ...(flags.bounds === undefined ? {} : { stageBounds: flags.bounds }),
              ...(flags.judge === undefined ? {} : { judge: flags.judge }),
            },
            ...(flags.against === undefined ? {} : { against: userPath(flags.against) }),
            writesModel: flags.write ?? false,
          }),
        );
      }),
    );
}

/** `1000,600,200,0` */
function timesteps(text: string): number[] {
  const values = text.split(',').map(Number);
  if (values.some((value) => !(value >= 0)) || values.length < 2)
    throw new InvalidArgumentError(`"${text}" does not look like 1000,600,200,0.`);
  return values;
}
