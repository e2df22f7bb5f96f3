import { encodePng, generate, type DiffusionModel } from '@facet/diffusion';
import { compose, loadTokenFile } from '@facet/inversion';
import { EVALUATION_SAMPLING } from '@facet/studies';
import { compositionPlate, type JudgedComposition, type PlateRow } from '@facet/studies/figures';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandContext } from '../../context.ts';
import { writeOutput } from '../../paths.ts';

/** `compositions.json` in the folder of an evaluation. */
export interface CompositionsFile {
  /** The variant whose tokens composed them. */
  readonly variant: string;
  readonly compositions: readonly RecordedComposition[];
}

interface RecordedComposition extends JudgedComposition {
  readonly look: Giver;
  readonly thing: Giver;
  /** All that were drawn together: alone a picture would round differently. */
  readonly seeds: readonly number[];
}

interface Giver {
  /** File in the model's `references`. */
  readonly reference: string;
  /** File in the evaluation's folder. */
  readonly tokens: string;
}

/**
 * Composes the pictures of an evaluation's `compositions.json` again, as they were when they were judged, and writes the
 * plate of them beside it; returns its path.
 * @throws CliError `write-failed`; InversionError and SamplingError where tokens or model have changed or Ctrl-C was pressed
 */
export async function drawCompositions(
  context: CommandContext,
  model: DiffusionModel,
  { variant, compositions }: CompositionsFile,
  folder: string,
): Promise<string> {
  const task = context.reporter.task({ label: 'Drawing compositions', total: compositions.length, unit: 'pictures' });
  const rows: PlateRow[] = [];
  try {
    for (const composition of compositions) {
      const { look, thing } = composition;
      rows.push({
        ...composition,
        look: await referencePicture(model, look),
        thing: await referencePicture(model, thing),
        composed: await compositionPicture(context, model, composition, folder),
      });
      task.update(rows.length);
    }
  } finally {
    task.finish();
  }
  const path = join(folder, 'compositions.png');
  await writeOutput(path, await compositionPlate(variant, rows));
  return path;
}

const referencePicture = (model: DiffusionModel, { reference }: Giver): Promise<Buffer> =>
  readFile(join(model.directory, 'references', reference));

async function compositionPicture(
  { signal }: CommandContext,
  model: DiffusionModel,
  { look, thing, seeds, seed }: RecordedComposition,
  folder: string,
): Promise<Buffer> {
  const [lookTokens, thingTokens] = await Promise.all(
    [look, thing].map(async ({ tokens }) => ({ set: await loadTokenFile(join(folder, tokens)) })),
  );
  const plan = await compose(model, {
    tokens: { color: lookTokens!, style: lookTokens!, object: thingTokens!, layout: thingTokens! },
  });
  const { steps, guidance, scheduler } = EVALUATION_SAMPLING;
  const { pictures } = await generate(model, { prompt: plan, seeds, steps, guidance, scheduler, signal });
  return (await encodePng(pictures))[seeds.indexOf(seed)]!;
}
