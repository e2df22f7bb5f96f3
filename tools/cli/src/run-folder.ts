import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InversionSettings, StepLosses } from '@facet/inversion';
import { CliError } from './errors.ts';
import { writeOutput } from './paths.ts';

/** What `run.json` keeps, so that `--resume` needs no options. */
export interface RunRecord {
  readonly formatVersion: 1;
  /** SHA-256 of the picture's file. */
  readonly imageHash: string;
  readonly imageName: string;
  readonly method: string;
  readonly objectWord?: string;
  readonly settings: Partial<InversionSettings>;
  readonly previewEvery: number;
}

/** The folder of one inversion: `run.json`, checkpoint, losses and previews while it runs, tokens and drawings at its end. */
export class RunFolder {
  readonly path: string;
  readonly tokens: string;
  readonly checkpoint: string;
  readonly reference: string;
  readonly lossCurveSvg: string;
  readonly lossCurvePng: string;
  readonly previewStrip: string;
  private readonly record: string;
  private readonly losses: string;
  private readonly previews: string;

  constructor(path: string) {
    this.path = path;
    this.tokens = join(path, 'tokens.safetensors');
    this.checkpoint = join(path, 'checkpoint.safetensors');
    this.reference = join(path, 'reference.png');
    this.lossCurveSvg = join(path, 'loss.svg');
    this.lossCurvePng = join(path, 'loss.png');
    this.previewStrip = join(path, 'previews.png');
    this.record = join(path, 'run.json');
    this.losses = join(path, 'losses.json');
    this.previews = join(path, 'previews');
  }

  get isFinished(): boolean {
    return existsSync(this.tokens);
  }

  get hasCheckpoint(): boolean {
    return existsSync(this.checkpoint);
  }

  async readRecord(): Promise<RunRecord | undefined> {
    if (!existsSync(this.record)) return undefined;
    const record = await readJson<RunRecord>(this.record);
    if (record.formatVersion !== 1) throw new CliError('bad-input', `${this.record} is of a version not known here.`);
    return record;
  }

  writeRecord(record: RunRecord): Promise<void> {
    return writeOutput(this.record, `${JSON.stringify(record, undefined, 2)}\n`);
  }

  /** The losses of the steps 1 to `steps` as an earlier run left them; fewer when it was killed in between. */
  async readLosses(steps: number): Promise<StepLosses[]> {
    if (!existsSync(this.losses)) return [];
    return (await readJson<StepLosses[]>(this.losses)).slice(0, steps);
  }

  writeLosses(losses: readonly StepLosses[]): Promise<void> {
    return writeOutput(this.losses, `[\n${losses.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
  }

  writePreview(step: number, png: Uint8Array): Promise<void> {
    return writeOutput(join(this.previews, `step-${String(step).padStart(5, '0')}.png`), png);
  }

  /** All previews of this run, those of earlier starts included, in order of steps. */
  async readPreviews(): Promise<{ step: number; png: Buffer }[]> {
    if (!existsSync(this.previews)) return [];
    const names = (await readdir(this.previews)).filter((name) => /^step-\d+\.png$/.test(name)).sort();
    return Promise.all(
      names.map(async (name) => ({ step: Number(name.slice(5, -4)), png: await readFile(join(this.previews, name)) })),
    );
  }
}

async function readJson<T>(path: string): Promise<T> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (cause) {
    const message = `${path} cannot be read: ${(cause as Error).message}. Remove it to start this run afresh.`;
    throw new CliError('bad-input', message, { cause });
  }
}
