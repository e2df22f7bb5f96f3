import type { Command } from 'commander';
import { inspectModel } from '../actions/model/inspect-model.ts';
import { withModel } from '../model.ts';
import { commonOptions } from '../options.ts';
import { userPath } from '../paths.ts';
import type { Run } from '../context.ts';

interface Flags {
  readonly out?: string;
  readonly device?: string;
}

const example = `
Example:
  facet models inspect models/demo --out out/attribution.svg`;

export function addModelsCommand(program: Command, run: Run): void {
  const models = program.command('models').description('Looks into models.');
  models
    .command('inspect')
    .description("Shows a model's layers, groups, fingerprint and attribution map.")
    .argument('[path]', 'model: folder or .safetensors checkpoint (default: FACET_MODELS, else the demo model)')
    .addOption(commonOptions.out('also draw the attribution map as an SVG file'))
    .addOption(commonOptions.device())
    .addOption(commonOptions.json())
    .addHelpText('after', example)
    .action((path: string | undefined, flags: Flags) =>
      run((context) => {
        const device = flags.device === undefined ? {} : { device: flags.device };
        const choice = path === undefined ? device : { ...device, model: path };
        const out = flags.out === undefined ? undefined : userPath(flags.out);
        return withModel(choice, context, (model) => inspectModel(model, out));
      }),
    );
}
