/**
 * Two-reference swaps over a model's fixed pairs, for several methods at equal steps.
 *
 *   node libs/inversion/src/evaluation/run-swaps.ts --out FOLDER [--model FOLDER] [--methods matte,textual-inversion]
 *     [--pairs 24] [--settings '{"steps":60}'] [--map attribution.json]
 *
 * Keeps tokens and a journal in the output folder; started again it goes on where it was. Prints the table after every
 * pair and writes it to FOLDER/swaps.md and FOLDER/swaps.json.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { demoModelDirectory, loadModel, type DiffusionModel } from '@facet/diffusion';
import { readAttributionMap } from '../attribution/load.ts';
import type { AttributionMap } from '../attribution/schema.ts';
import { loadTokenFile, saveTokenFile } from '../files/token-file.ts';
import { invert } from '../run/invert.ts';
import type { InversionSettings } from '../run/settings.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { appendJournal, readJournal } from './journal.ts';
import { Judges } from './judges.ts';
import { loadReference, readPairs, type Reference } from './references.ts';
import { summarizeSwaps, swapTable } from './swap-report.ts';
import { directionsOf, judgeSwap, type SwapResult } from './swaps.ts';

type Entry = SwapResult & { readonly method: string };

interface Study {
  readonly model: DiffusionModel;
  readonly out: string;
  readonly settings: Partial<InversionSettings>;
  readonly map: AttributionMap | undefined;
}

/** The tokens of a reference, from the output folder if they are there. The object's word is found zero-shot. */
async function tokensOf({ model, out, settings, map }: Study, reference: Reference, method: string): Promise<TokenSet> {
  const path = join(out, `${method}-${reference.file.replace(/\.png$/, '')}.safetensors`);
  if (existsSync(path)) return loadTokenFile(path);
  const started = performance.now();
  const picture = await loadReference(model, reference);
  const tokens = await invert(model, { ...picture, method, settings, ...(map === undefined ? {} : { map }) });
  await saveTokenFile(path, tokens);
  console.log(`${method} ${reference.file}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return tokens;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      model: { type: 'string', default: demoModelDirectory() },
      methods: { type: 'string', default: 'matte,textual-inversion' },
      pairs: { type: 'string', default: '24' },
      settings: { type: 'string', default: '{}' },
      map: { type: 'string' },
    },
  });
  if (values.out === undefined) throw new Error('Say where the results go: --out FOLDER');
  const journal = join(values.out, 'swaps.jsonl');
  await mkdir(values.out, { recursive: true });
  const model = await loadModel(values.model, { device: 'cpu' });
  const judges = await Judges.load(values.model);
  const study: Study = {
    model,
    out: values.out,
    settings: JSON.parse(values.settings) as Partial<InversionSettings>,
    map: values.map === undefined ? undefined : await readAttributionMap(values.map),
  };
  const methods = values.methods.split(',');
  const entries = await readJournal<Entry>(journal);
  const done = new Set(entries.map(({ method, swap }) => `${method} ${swap}`));
  for (const pair of (await readPairs(values.model)).slice(0, Number(values.pairs))) {
    for (const method of methods) {
      for (const { look, thing } of directionsOf(pair)) {
        if (done.has(`${method} ${look.file}|${thing.file}`)) continue;
        const lookTokens = { reference: look, tokens: await tokensOf(study, look, method) };
        const thingTokens = { reference: thing, tokens: await tokensOf(study, thing, method) };
        const entry = { method, ...(await judgeSwap(model, judges, lookTokens, thingTokens)) };
        await appendJournal(journal, entry);
        entries.push(entry);
      }
    }
    await report(values.out, methods, entries);
  }
  await judges.close();
  await model.close();
}

async function report(out: string, methods: readonly string[], entries: readonly Entry[]): Promise<void> {
  const byMethod = new Map(methods.map((method) => [method, entries.filter((entry) => entry.method === method)]));
  const table = swapTable(byMethod);
  const summaries = Object.fromEntries([...byMethod].map(([method, results]) => [method, summarizeSwaps(results)]));
  await writeFile(join(out, 'swaps.md'), `${table}\n`);
  await writeFile(join(out, 'swaps.json'), `${JSON.stringify(summaries, undefined, 2)}\n`);
  console.log(table);
}

await main();
