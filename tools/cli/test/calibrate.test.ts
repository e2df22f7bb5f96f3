import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelAttributionEffects, readAttributionMap } from '@facet/inversion';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facet, failureOf, lastLine, model, scratch, succeed } from './facet.ts';

const { path, remove } = scratch();
afterAll(remove);

const networks = ['model_index.json', 'scheduler', 'text_encoder', 'tokenizer', 'unet', 'vae_decoder', 'vae_encoder'];

/** A folder with the demo model's networks and some of its other parts, without classifiers and maps. */
function demoWith(name: string, parts: readonly string[], words: object): string {
  mkdirSync(path(name));
  for (const part of [...networks, ...parts]) symlinkSync(join(model, part), path(name, part));
  const all = JSON.parse(readFileSync(join(model, 'words.json'), 'utf8')) as object;
  writeFileSync(path(name, 'words.json'), JSON.stringify({ ...all, ...words }));
  return path(name);
}

/** A model that only colors can be measured on, by CLIP: as few pictures as a calibration can do with. */
beforeAll(() => demoWith('colors', ['image_encoder'], { objects: [], styles: [], layouts: [] }));

const args = (out: string) => [
  'calibrate',
  '--model',
  path('colors'),
  '--count',
  '1',
  '--stages',
  '2',
  '--out',
  path(out),
];
const journal = (out: string): string => readFileSync(path(out, 'journal.jsonl'), 'utf8');

function keysOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => line !== '');
  const entries = lines.map((line) => JSON.parse(line) as { pictures?: { key: string }[] });
  return entries.flatMap(({ pictures = [] }) => pictures.map(({ key }) => key));
}

/** Ends the command by kill -9 as soon as it has written down some pictures. */
function killWhenMeasuring(out: string): Promise<void> {
  const main = join(import.meta.dirname, '..', 'src', 'main.ts');
  const child = spawn(process.execPath, [main, ...args(out), '--json'], {
    env: { ...process.env, FACET_DEVICE: 'cpu' },
  });
  child.stdout.on('data', () => {
    if (existsSync(path(out, 'journal.jsonl')) && keysOf(journal(out)).length >= 24) child.kill('SIGKILL');
  });
  return new Promise((resolve) => child.on('close', () => resolve()));
}

describe('facet calibrate', () => {
  it('stopped by Ctrl-C and killed goes on from its journal and draws no picture twice', async () => {
    const stopped = await facet([...args('map'), '--json'], { interruptAt: '"done":8' });
    expect(stopped.code).toBe(130);
    expect(lastLine(stopped).error?.message).toContain(path('map'));
    await killWhenMeasuring('map');
    const before = journal('map');
    expect(existsSync(path('map', 'attribution.json'))).toBe(false);

    const { map, judge, notMeasured } = lastLine(await succeed([...args('map'), '--json']));
    expect(journal('map').startsWith(before)).toBe(true);
    const keys = keysOf(journal('map'));
    expect(new Set(keys).size).toBe(keys.length);
    expect(judge).toBe('clip');
    expect(Object.keys(notMeasured as object)).toEqual(['style', 'object', 'layout']);
    expect(map).toMatchObject({ source: 'measured', cells: { layout: [{ groups: ['coarse'] }] } });
    expect(JSON.parse(readFileSync(path('map', 'attribution.json'), 'utf8'))).toEqual(map);
    expect((await sharp(path('map', 'attribution.png')).metadata()).width).toBeGreaterThan(1000);
    expect(readFileSync(path('map', 'calibration.md'), 'utf8')).toContain('Against the map of the source text');
  });

  it('leaves the map of the model alone until it is told to write it, and agrees with itself', async () => {
    expect(existsSync(path('colors', 'attribution.json'))).toBe(false);
    const { stdout } = await succeed([...args('map'), '--against', path('map'), '--write']);
    expect(stdout).toContain('timing: intervals overlap in 100.0 %');
    expect(readFileSync(path('colors', 'attribution.json'))).toEqual(readFileSync(path('map', 'attribution.json')));
  });

  it('leaves the figures of the cells beside the map of the model, as the calibration has them', async () => {
    const { blocks, stageBounds } = JSON.parse(readFileSync(path('map', 'calibration.json'), 'utf8'));
    const effects = JSON.parse(readFileSync(path('colors', 'attribution-effects.json'), 'utf8'));
    expect(effects.stageBounds).toEqual(stageBounds);
    expect(Object.keys(effects.attributes)).toEqual(['color']);
    // Two stages and all of them, by three groups.
    expect(effects.attributes.color).toHaveLength(9);
    for (const { stage, group, only, allBut } of effects.attributes.color) {
      const block = [...blocks.color.blocks, ...blocks.color.groups].find(
        (each: { stage?: number; group: string }) => each.stage === stage && each.group === group,
      );
      expect({ only, allBut }).toEqual({ only: block.only.followed.mean, allBut: block.allBut.followed.mean });
    }
    const map = await readAttributionMap(path('colors', 'attribution.json'));
    expect(await modelAttributionEffects(path('colors'), effects, map)).toEqual(effects);
  });

  it('refuses a folder with the pictures of another seed', async () => {
    const { code, exitCode } = await failureOf([...args('map'), '--seed', '5']);
    expect({ code, exitCode }).toEqual({ code: 'checkpoint-mismatch', exitCode: 7 });
  });

  it('says what is missing where nothing can judge the pictures', async () => {
    const blind = demoWith('blind', [], {});
    const { code, exitCode, message } = await failureOf(['calibrate', '--model', blind, '--out', path('none')]);
    expect({ code, exitCode }).toEqual({ code: 'no-judge', exitCode: 4 });
    expect(message).toContain('image_encoder');
  });
});
