import { BASE_ROWS, ROW_NAMES } from '@facet/studies';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { basename, join } from 'node:path';
import { studyBinding } from '../actions/evaluate/binding.ts';
import type { Run } from '../context.ts';
import { askedModel, withModel, type ModelFlags } from '../model.ts';
import { commonOptions, wholeNumber } from '../options.ts';
import { slug, userPath } from '../paths.ts';

interface Flags extends ModelFlags {
  readonly rows: readonly string[];
  readonly quick?: boolean;
  readonly references?: number;
  readonly out?: string;
}

const usual = ['words+matte', 'reader', 'reader+refine'];
const offered = ROW_NAMES.filter((name) => !BASE_ROWS.includes(name));

const help = `
The folder comes from \`python -m facet_world transfers\` (tools/open-world): pictures whose values are known, and for each
value the picture that should come when it stands beside words of others. Distances are measured on the pixels. Always measured, since
the rest is held against them: the words that the image encoder finds, the words that are true, and the bound, the names by which
the model's training called the values. The folder of the study keeps a journal: the same command goes on where it was stopped.

Examples:
  facet binding transfers --quick
  facet binding transfers --references 10 --rows reader,matte,textual-inversion --out out/binding`;

export function addBindingCommand(program: Command, run: Run): void {
  program
    .command('binding')
    .summary('measure whether each token carries its own value')
    .description(
      "Draws tokens alone beside other pictures' words, and measures how much of the way from the best words they go.",
    )
    .argument('<transfers>', 'folder with transfers.json and its pictures')
    .addOption(
      new Option('--rows <names>', `what makes the tokens, of ${offered.join(', ')}`).argParser(rows).default(usual),
    )
    .addOption(new Option('--quick', 'four references of each kind and fewer steps'))
    .addOption(new Option('--references <number>', 'only the first so many of each kind').argParser(wholeNumber(1)))
    .addOption(commonOptions.out('folder of the study (default: out/binding-<model>)'))
    .addOption(commonOptions.model())
    .addOption(commonOptions.device())
    .addOption(commonOptions.json())
    .addHelpText('after', help)
    .action((transfers: string, flags: Flags) =>
      run((context) => {
        const name = slug(basename(askedModel(flags.model).reference), 'model');
        return withModel(flags, context, (model) =>
          studyBinding(context, model, {
            transfers: userPath(transfers),
            references: flags.references,
            folder: userPath(flags.out ?? join('out', `binding-${name}`)),
            rows: flags.rows,
            quick: flags.quick ?? false,
          }),
        );
      }),
    );
}

function rows(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !offered.includes(name));
  if (unknown === undefined) return names;
  throw new InvalidArgumentError(`There is no row "${unknown}"; there are ${offered.join(', ')}.`);
}
