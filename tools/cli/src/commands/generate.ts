import type { Command } from 'commander';
import { drawPictures } from '../actions/draw/draw.ts';
import { savePictures } from '../actions/draw/save-pictures.ts';
import { withModel } from '../model.ts';
import { outputFolder } from '../output-folder.ts';
import type { Run } from '../context.ts';
import { addSamplingOptions, modelFlags, samplingChoices } from './sampling.ts';
import type { SamplingFlags } from './sampling.ts';

const examples = `
Examples:
  facet generate "a striped drawing of a yellow cat lying"
  facet generate "a red house" --count 4 --seed 10 --steps 40 --negative "a drawing of a tree" --out out/houses
  facet compose --from out/houses/seed-10.png      (makes that picture again)`;

export function addGenerateCommand(program: Command, run: Run): void {
  const command = program
    .command('generate')
    .summary('draw pictures of a prompt')
    .description('Draws pictures of a prompt. Each PNG holds the recipe to make it again.')
    .argument('<prompt>', 'what to draw');
  addSamplingOptions(command, 1)
    .addHelpText('after', examples)
    .action((prompt: string, flags: SamplingFlags) =>
      run(async (context) => {
        const folder = await outputFolder(flags.out, prompt);
        return withModel(modelFlags(flags), context, async (model) => {
          const pictures = await drawPictures(
            context,
            model,
            'Drawing',
            { tokens: {}, prompt },
            samplingChoices(flags),
          );
          const { files, contactSheet } = await savePictures(folder, prompt, pictures);
          return {
            lines: [...files.map(({ path }) => path), ...(files.length > 1 ? [contactSheet] : [])],
            data: { command: 'generate', prompt, fingerprint: model.fingerprint, pictures: files, contactSheet },
          };
        });
      }),
    );
}
