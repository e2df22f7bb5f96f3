import { Option } from 'commander';
import type { Command } from 'commander';
import { writeGradientModel } from '../actions/model/gradient.ts';
import { collected, commonOptions, shapeEntry } from '../options.ts';
import type { Shapes } from '../options.ts';
import { userPath } from '../paths.ts';
import type { Run } from '../context.ts';

interface Flags {
  readonly of: readonly string[];
  readonly wrt: readonly string[];
  readonly shape?: Shapes;
  readonly prefix: string;
  readonly out: string;
}

const examples = `
Examples:
  facet gradient unet/model.onnx --of out_sample --wrt encoder_hidden_states \\
    --shape sample=1,4,64,64 --shape timestep=1 --shape encoder_hidden_states=1,77,768 --out unet-gradient.onnx

The written model takes the original inputs plus grad/<output> (the cotangent, of the output's shape), and gives the
original outputs plus grad/<input> for each name in --wrt; --prefix begins them otherwise. It holds standard ONNX operators only. Weights in external
files are shared where they are, hard-linked into the new folder otherwise, and copied only to another file system.`;

export function addGradientCommand(program: Command, run: Run): void {
  program
    .command('gradient')
    .summary('write an ONNX model that also computes gradients')
    .description('Differentiates an ONNX graph: writes another ONNX model that also computes vector-Jacobian products.')
    .argument('<model.onnx>', 'the model to differentiate')
    .addOption(
      new Option('--of <output,...>', 'outputs whose cotangents are given').argParser(collected).makeOptionMandatory(),
    )
    .addOption(
      new Option('--wrt <input,...>', 'inputs or weights whose gradients are wanted')
        .argParser(collected)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--shape <input=dims>', 'dimensions of an input, as sample=1,4,64,64; repeat it for each').argParser(
        shapeEntry,
      ),
    )
    .addOption(new Option('--prefix <text>', 'how the names of the new inputs and outputs begin').default('grad/'))
    .addOption(commonOptions.out('the file to write').makeOptionMandatory())
    .addOption(commonOptions.json())
    .addHelpText('after', examples)
    .action((model: string, flags: Flags) =>
      run(() =>
        writeGradientModel({
          model: userPath(model),
          of: flags.of,
          wrt: flags.wrt,
          shapes: flags.shape ?? {},
          prefix: flags.prefix,
          out: userPath(flags.out),
        }),
      ),
    );
}
