import { BASE_ROWS, KINDS, ROW_NAMES, rowOf, type Kind } from '@facet/studies';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { basename, join } from 'node:path';
import { studyBinding, studySwaps } from '../actions/evaluate/binding.ts';
import type { Run } from '../context.ts';
import { askedModel, withModel, type ModelFlags } from '../model.ts';
import { commonOptions, wholeNumber } from '../options.ts';
import { slug, userPath } from '../paths.ts';

interface Flags extends ModelFlags {
  readonly rows: readonly string[];
  readonly quick?: boolean;
  readonly kinds?: readonly Kind[];
  readonly references?: number;
  readonly swaps?: number | true;
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
  facet binding transfers --references 10 --rows reader,matte,textual-inversion --out out/binding
  facet binding transfers --kinds unnamed --rows reader+refine@25,reader+refine@50,reader+cells`;

export function addBindingCommand(program: Command, run: Run): void {
  program
    .command('binding')
    .summary('measure whether each token carries its own value')
    .description(
      "Draws tokens alone beside other pictures' words, and measures how much of the way from the best words they go.",
    )
    .argument('<transfers>', 'folder with transfers.json and its pictures')
    .addOption(
      new Option(
        '--rows <names>',
        `what makes the tokens, of ${offered.join(', ')}; those that train with @ and a number of steps, too`,
      )
        .argParser(rows)
        .default(usual),
    )
    .addOption(new Option('--quick', 'four references of each kind and fewer steps'))
    .addOption(new Option('--kinds <names>', `only references of these kinds, of ${KINDS.join(', ')}`).argParser(kinds))
    .addOption(new Option('--references <number>', 'only the first so many of each kind').argParser(wholeNumber(1)))
    .addOption(
      new Option(
        '--swaps [number]',
        'instead, tokens of two and of four references in one prompt, the first so many of each',
      ).argParser(wholeNumber(1)),
    )
    .addOption(commonOptions.out('folder of the study (default: out/binding-<model>)'))
    .addOption(commonOptions.model())
    .addOption(commonOptions.device())
    .addOption(commonOptions.json())
    .addHelpText('after', help)
    .action((transfers: string, flags: Flags) =>
      run((context) => {
        const name = slug(basename(askedModel(flags.model).reference), 'model');
        const job = {
          transfers: userPath(transfers),
          folder: userPath(flags.out ?? join('out', `binding-${name}`)),
          rows: flags.rows,
          quick: flags.quick ?? false,
        };
        const { kinds, references, swaps } = flags;
        return withModel(flags, context, (model) =>
          swaps === undefined
            ? studyBinding(context, model, { ...job, kinds, references })
            : studySwaps(context, model, { ...job, swaps: swaps === true ? undefined : swaps }),
        );
      }),
    );
}

function rows(text: string): string[] {
  const names = namesIn(text);
  try {
    for (const name of names) rowOf(name, false);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
  return names;
}

function kinds(text: string): Kind[] {
  return namesIn(text).map((name) => {
    const kind = KINDS.find((each) => each === name);
    if (kind === undefined)
      throw new InvalidArgumentError(`There is no kind "${name}"; there are ${KINDS.join(', ')}.`);
    return kind;
  });
}

const namesIn = (text: string): string[] => text.split(',').map((name) => name.trim());
