import { readStudy } from '@facet/studies';
import { Option } from 'commander';
import type { Command } from 'commander';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { drawCompositions } from '../actions/evaluate/composition-drawings.ts';
import { evaluate } from '../actions/evaluate/evaluate.ts';
import { drawEvaluation } from '../actions/evaluate/evaluation-drawings.ts';
import type { WrittenReport } from '../actions/evaluate/evaluate-report.ts';
import { CliError } from '../errors.ts';
import { askedModel, cacheFolder, withModel } from '../model.ts';
import { commonOptions, wholeNumber } from '../options.ts';
import { userPath } from '../paths.ts';
import type { Run } from '../context.ts';
import type { Result } from '../report/reporter.ts';

interface Flags {
  readonly study?: string;
  readonly quick?: boolean;
  readonly references?: number;
  readonly shards?: number;
  readonly out?: string;
  readonly model?: string;
}

const help = `
A study says which methods with which settings are measured on which references (models/demo/evaluation has some). The folder
keeps tokens, the journal of all results, the summary so far (evaluation.json, evaluation.md, compositions.json) and, at the
end, its plots. Started
again with the same folder it goes on; results of a changed study, model or setting are not used.

Examples:
  facet evaluate --quick
  facet evaluate --study ablations --references 12 --out out/ablations
  facet evaluate --study my-study.json`;

export function addEvaluateCommand(program: Command, run: Run): void {
  program
    .command('evaluate')
    .summary('measure transfer and leakage of tokens on known factors')
    .description('Inverts references whose factors are known, injects the tokens, and counts what the pictures show.')
    .addOption(new Option('--study <name>', "a study's file, or the name of one of the model's (default: methods)"))
    .addOption(new Option('--quick', 'the study "quick": all methods in minutes').conflicts('study'))
    .addOption(new Option('--references <number>', 'only the first so many references').argParser(wholeNumber(1)))
    .addOption(
      new Option('--shards <number>', 'processes, each on one thread (default: number of cores)').argParser(
        wholeNumber(1, 256),
      ),
    )
    .addOption(commonOptions.out('folder of the evaluation (default: out/evaluate-<study>)'))
    .addOption(commonOptions.model())
    .addOption(commonOptions.json())
    .addHelpText('after', help)
    .action((flags: Flags) =>
      run(async (context) => {
        const { reference, directory } = askedModel(flags.model);
        const { path, name } = findStudy(flags.study ?? (flags.quick ? 'quick' : 'methods'), directory);
        const asked = await readStudy(path, name);
        const study = { ...asked, references: flags.references ?? asked.references };
        const folder = userPath(flags.out ?? join('out', `evaluate-${name}`));
        // The networks run in other processes; this one only wants to know what the model is.
        const model = await withModel({ model: reference, device: 'cpu' }, context, async (loaded) => ({
          directory: loaded.directory,
          fingerprint: loaded.fingerprint,
          layers: loaded.layers,
        }));
        const written = await evaluate(
          context,
          { ...model, reference },
          {
            study,
            folder,
            shards: flags.shards ?? availableParallelism(),
            cacheDirectory: cacheFolder(),
            resumeCommand: resumeCommand(flags, folder),
          },
        );
        const drawings = await drawEvaluation(written.summary, folder);
        const { compositions } = written;
        if (compositions !== undefined && compositions.compositions.length > 0)
          drawings.push(
            await withModel({ model: reference, device: 'cpu' }, context, (loaded) =>
              drawCompositions(context, loaded, compositions, folder),
            ),
          );
        return evaluateResult(written, drawings);
      }),
    );
}

/** A study by its file, or by the name of a file in the model's folder. */
function findStudy(given: string, directory: string): { path: string; name: string } {
  const folder = join(directory, 'evaluation');
  const name = basename(given, '.json');
  if (/[./\\]/.test(given)) return { path: userPath(given), name };
  const path = join(folder, `${name}.json`);
  if (existsSync(path)) return { path, name };
  const names = existsSync(folder)
    ? readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'references.json')
    : [];
  const known = names.length === 0 ? 'none' : names.map((file) => basename(file, '.json')).join(', ');
  throw new CliError('usage', `The model ${directory} has no study "${given}"; it has ${known}.`);
}

function resumeCommand(flags: Flags, folder: string): string {
  const options = [
    ...(flags.study === undefined ? [] : ['--study', flags.study]),
    ...(flags.quick ? ['--quick'] : []),
    ...(flags.references === undefined ? [] : ['--references', String(flags.references)]),
    ...(flags.model === undefined ? [] : ['--model', flags.model]),
  ];
  return ['facet evaluate', ...options, '--out', folder].join(' ');
}

function evaluateResult({ summary, files: written }: WrittenReport, drawings: readonly string[]): Result {
  const files = [...written, ...drawings];
  const figures = summary.variants.map(
    ({ name, unspecified: { transfer, leakage } }) =>
      `${name}: transfer ${transfer.mean.toFixed(2)}, excess leakage ${leakage.mean.toFixed(2)}`,
  );
  return { lines: [...figures, ...files], data: { files, ...summary } };
}
