import { checkpointContents, writeTensors } from '@facet/models/testing';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { demoModelDirectory } from '../model/bundled.ts';
import { describeParts } from '../model/describe.ts';
import { loadModel } from '../model/load.ts';
import { diskNote } from './disk-note.ts';
import { findModel } from './find-model.ts';
import { measureModel } from './measure.ts';
import { ModelRegistry } from './registry.ts';

const temporary = mkdtempSync(join(tmpdir(), 'facet-registry-'));
const file = join(temporary, 'some.safetensors');
const options = { device: 'cpu', threads: 1, cacheDirectory: join(temporary, 'cache') } as const;
const registry = new ModelRegistry(join(temporary, 'models'));

beforeAll(async () => {
  vi.stubEnv('FACET_REGISTRY', registry.folder);
  writeTensors(file, checkpointContents('sd2'), 'F16');
  const source = { prediction: 'v_prediction' } as const;
  const { measured } = await measureModel(file, { ...options, source });
  registry.put({ version: 1, name: 'velocity', path: file, source, addedAt: '2026-01-01T00:00:00Z', measured });
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true });
});

describe('what is said of the disk', () => {
  const demo = describeParts(demoModelDirectory());
  const inside = demo.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);

  it('is nothing where weights that lie inside graphs have room once more, or lie in files of their own', () => {
    expect(diskNote(demo, temporary, inside)).toBeUndefined();
    expect(diskNote(describeParts(file), temporary, 0)).toBeUndefined();
  });

  it('is what they would take, what is free, and what to do', () => {
    const note = diskNote(demo, temporary, inside - 1);
    const size = (inside / 1e9).toFixed(3);
    expect(note).toContain(`about ${size} GB of weights in ${temporary}, where ${size} are free`);
    expect(note).toContain('set FACET_CACHE');
  });
});

describe('the list of models', () => {
  it('says what a model is, as it was measured', () => {
    expect(registry.list()).toEqual([registry.get('velocity')]);
    const total = checkpointContents('sd2')
      .filter(({ name }) => !/^model_ema|alphas|betas/.test(name))
      .reduce((sum, { shape }) => sum + shape.reduce((product, dim) => product * dim, 1), 0);
    const { parameters, ...measured } = registry.get('velocity')!.measured;
    expect(measured).toMatchObject({
      family: 'sd2',
      bytes: statSync(file).size,
      storedType: 'FLOAT16',
      prediction: 'v_prediction',
      pixels: 768,
      pixelsMultiple: 64,
      layers: 16,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    // Graphs also store small constants, and leave out what no graph reads, such as position ids.
    expect(Math.abs(parameters / total - 1)).toBeLessThan(0.05);
  });

  it('keeps no weights', () => {
    const sizes = readdirSync(registry.folder).map((name) => statSync(join(registry.folder, name)).size);
    expect(Math.max(...sizes)).toBeLessThan(10_000);
  });

  it('finds a model by its name, read as it was added', async () => {
    const { path, source, directory } = findModel('velocity');
    expect({ path, source, directory }).toEqual({
      path: file,
      source: { prediction: 'v_prediction' },
      directory: join(temporary, 'some'),
    });
    const model = await loadModel(path, { ...options, source });
    expect(model.schedulerConfig.prediction_type).toBe('v_prediction');
    expect(model.fingerprint).toBe(registry.get('velocity')!.measured.fingerprint);
    await model.close();
  });

  it('takes what has a slash as a path, whatever names there are', () => {
    expect(findModel('./velocity')).toMatchObject({ registered: undefined, path: join(process.cwd(), 'velocity') });
  });

  it('says which names there are to whoever gives another', () => {
    expect(() => findModel('velocty')).toThrow(/"velocty".*It has: velocity\./s);
    expect(() => registry.remove('velocty')).toThrow(/It has: velocity\./);
  });

  it('refuses a second model of a name, and names that are paths', () => {
    const model = registry.get('velocity')!;
    expect(() => registry.put({ ...model, path: join(temporary, 'other.safetensors') })).toThrow(/already/);
    for (const name of ['../up', 'a/b', '', '.hidden', 'a@0.5', 'a:b'])
      expect(() => registry.put({ ...model, name })).toThrow(/cannot be the name/);
    expect(registry.list()).toHaveLength(1);
  });

  it('says where a model was that is gone, and forgets a name without touching the model', () => {
    const model = registry.get('velocity')!;
    registry.put({ ...model, name: 'gone', path: join(temporary, 'gone.safetensors') });
    expect(() => findModel('gone')).toThrow(/gone\.safetensors, which is not there/);
    expect(registry.remove('gone')).toMatchObject({ name: 'gone' });
    expect(registry.get('gone')).toBeUndefined();
    expect(statSync(file).isFile()).toBe(true);
  });

  it('names the entry that is spoiled', () => {
    writeFileSync(join(registry.folder, 'spoiled.json'), '{"version": 1}');
    expect(() => registry.list()).toThrow(/spoiled\.json is no entry/);
    rmSync(join(registry.folder, 'spoiled.json'));
  });
});
