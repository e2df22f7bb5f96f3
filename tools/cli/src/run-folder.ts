import type { StepLosses } from '@facet/base';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Assessment, InversionSettings } from '@facet/inversion';
import { CliError } from './errors.ts';
import { writeOutput, writeWhole } from './paths.ts';

/** What `run.json` keeps, so that `--resume` needs no options. */
export interface RunRecord {
  readonly formatVersion: 1;
  /** SHA-256 of the picture's file. */
  readonly imageHash: string;
  readonly imageName: string;
  readonly method: string;
  readonly objectWord?: string;
  readonly assessment?: Assessment;
  readonly settings: Partial<InversionSettings>;
  readonly previewEvery: number;
  /** What `--no-assess`, `--no-leak-report`, `--model`, `--device` and `--size` said, where they were given. */
  readonly assess?: boolean;
  readonly leakReport?: boolean;
  readonly model?: string;
  readonly device?: string;
  readonly size?: number;
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

  /** The losses of the steps so far, from step 1, as an earlier start left them. Holes are steps it did not write down. */
  async readLosses(): Promise<(StepLosses | undefined)[]> {
    if (!existsSync(this.losses)) return [];
    const losses = await readJson<(StepLosses | null)[]>(this.losses);
    return losses.map((each) => each ?? undefined);
  }

  /** Synchronous, so that it can be done in the middle of a run. */
  writeLosses(losses: readonly (StepLosses | undefined)[]): void {
    const lines = Array.from(losses, (each) => JSON.stringify(each ?? null));
    writeWhole(this.losses, `[\n${lines.join(',\n')}\n]\n`);
  }

  /** Gives the path. */
  async writePreview(step: number, png: Uint8Array): Promise<string> {
    const path = join(this.previews, `step-${String(step).padStart(5, '0')}.png`);
    await writeOutput(path, png);
    return path;
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
