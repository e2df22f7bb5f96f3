import { checkpointContents, wrongModels, writeFolder, writeTensors } from '@facet/models/testing';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { runFacet } from '../src/run-facet.ts';
import { facet, failureOf, lastLine, model, scratch, succeed } from './facet.ts';

const { path, remove } = scratch();
const environment = { FACET_REGISTRY: path('models'), FACET_CACHE: path('cache') };
const start = { environment };
const inspected = async (...args: string[]) => lastLine(await succeed(['models', 'inspect', ...args, '--json'], start));

afterAll(remove);

describe('facet models', () => {
  it('adds a checkpoint by reference, and its name stands for its path from then on', async () => {
    const file = path('tiny.safetensors');
    writeTensors(file, checkpointContents('sd1'));
    const added = lastLine(await succeed(['models', 'add', file, '--name', 'tiny', '--json'], start));
    expect(added).toMatchObject({
      name: 'tiny',
      path: file,
      measured: { family: 'sd1', prediction: 'epsilon', bytes: statSync(file).size, pixels: 512, pixelsMultiple: 64 },
    });
    const listed = lastLine(await succeed(['models', 'list', '--json'], start));
    expect(listed['models']).toMatchObject([{ name: 'tiny', isThere: true, defaultMethod: 'matte' }]);
    const { stdout } = await succeed(['models', 'list'], start);
    expect(stdout).toMatch(/tiny +Stable Diffusion 1\.x .* 512 +epsilon +- +/);

    const byName = await inspected('tiny');
    expect(byName).toMatchObject({ name: 'tiny', path: file, family: 'sd1' });
    expect(byName['fingerprint']).toBe((await inspected(file))['fingerprint']);
    // Prepared graphs have small tensors inside; the weights are in the file alone.
    const kept = ['models', 'cache'].flatMap((name) => filesIn(path(name)));
    const bytes = kept.reduce((sum, each) => sum + statSync(each).size, 0);
    expect(bytes).toBeLessThan(statSync(file).size / 10);

    expect(await failureOf(['models', 'add', model, '--name', 'tiny'], start)).toMatchObject({ exitCode: 2 });
    await succeed(['models', 'remove', 'tiny'], start);
    expect(await failureOf(['models', 'inspect', 'tiny'], start)).toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('no such name in the list'),
    });
    expect(statSync(file).isFile()).toBe(true);
  });

  it('adds a folder under its own name, with what its files do not say', async () => {
    writeFolder(path('two'), 'sd2');
    const args = ['models', 'add', path('two'), '--prediction', 'v_prediction', '--json'];
    expect(lastLine(await succeed(args, start))).toMatchObject({
      name: 'two',
      measured: { family: 'sd2', prediction: 'v_prediction' },
    });
    expect(await inspected('two')).toMatchObject({
      prediction: 'v_prediction',
      defaults: { method: 'matte', steps: 25, guidance: 7, scheduler: 'dpm-solver++' },
    });
    await succeed([...args.slice(0, -1), '--preset', 'lcm'], start);
    expect(await inspected('two')).toMatchObject({
      preset: 'lcm',
      defaults: { steps: 4, guidance: 1, scheduler: 'lcm' },
    });
    const { stdout } = await succeed(['models', 'list'], start);
    expect(stdout).toMatch(/^Name .*Predicts +Preset +Inverts by +Path$/m);
    expect(stdout).toMatch(/^two .*v_prediction +lcm +matte +/m);
    const reader = join(path('two'), 'reader.onnx');
    writeFileSync(reader, 'not a reader');
    expect((await succeed(['models', 'list'], start)).stdout).toMatch(/^two .* reader \(damaged\) +/m);
    rmSync(reader);
  });

  it('adds the demo model, whose graphs are ONNX', async () => {
    const added = lastLine(await succeed(['models', 'add', model, '--json'], start));
    expect(added).toMatchObject({ name: 'demo', measured: { pixels: 64, layers: 16 } });
    const args = [
      'generate',
      'a red cat',
      '--model',
      'demo',
      '--steps',
      '1',
      '--size',
      '96x32',
      '--out',
      path('drawn'),
    ];
    await succeed(args, start);
    expect(await sharp(path('drawn', 'seed-0.png')).metadata()).toMatchObject({ width: 96, height: 32 });
    await succeed(['compose', '--from', path('drawn', 'seed-0.png'), '--model', 'demo', '--out', path('again')], start);
    expect(readFileSync(path('again', 'seed-0.png'))).toEqual(readFileSync(path('drawn', 'seed-0.png')));
    const huge = await failureOf(['generate', 'x', '--model', 'demo', '--size', '16384'], start);
    expect(huge).toMatchObject({ exitCode: 7, code: 'not-enough-memory', remedy: expect.stringContaining('--size') });
    expect(huge.message).toMatch(
      /^Drawing at 16384 x 16384 pixels needs about \d+ GB of memory, .* Take a size of \d+\.$/,
    );
    const odd = await failureOf(['generate', 'x', '--model', 'demo', '--size', '100'], start);
    expect(odd).toMatchObject({ exitCode: 2, code: 'bad-size', message: expect.stringContaining('96') });
  });
});

describe('--size', () => {
  it('is what the picture is learned at, and a resumed run keeps it', async () => {
    const cat = join(model, 'references', '00-striped-yellow-cat-lying.png');
    const args = [
      'invert',
      cat,
      '--steps',
      '12',
      '--batch',
      '1',
      '--preview-every',
      '0',
      '--no-assess',
      '--no-leak-report',
      '--size',
      '32',
    ];
    const stopped = await facet([...args, '--out', path('run'), '--json'], {
      ...start,
      interruptAt: 'Preparing the run',
    });
    expect(stopped.code).toBe(130);
    const other = await failureOf(['invert', cat, '--out', path('run'), '--resume', '--size', '64'], start);
    expect(other).toMatchObject({ exitCode: 2, message: expect.stringContaining('begun at 32') });
    await succeed(['invert', cat, '--out', path('run'), '--resume'], start);
    const record = JSON.parse(readFileSync(path('run', 'run.json'), 'utf8')) as Record<string, unknown>;
    expect(record).toMatchObject({ assess: false, leakReport: false, size: 32 });
    expect(record).not.toHaveProperty('assessment');
    await succeed([...args, '--out', path('whole')], start);
    expect(await sharp(path('run', 'reference.png')).metadata()).toMatchObject({ width: 32, height: 32 });
    expect(readFileSync(path('run', 'tokens.safetensors'))).toEqual(readFileSync(path('whole', 'tokens.safetensors')));
    const odd = await failureOf(['invert', cat, '--size', '50', '--out', path('odd')], start);
    expect(odd).toMatchObject({ exitCode: 2, code: 'bad-size' });
  });
});

describe('facet models add', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it.each(wrongModels)('refuses %s by what it is, exit code 4', async (what, make, code, says) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const file = join(path('wrong'), `${what.replaceAll(/\W+/g, '-')}.safetensors`);
    mkdirSync(path('wrong'), { recursive: true });
    make(file);
    let written = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => ((written += String(chunk)), true));
    const exitCode = await runFacet(['models', 'add', file, '--name', 'wrong', '--json']);
    const { error } = lastLine({ code: exitCode, stdout: written, stderr: '' });
    expect({ exitCode, ...error }).toMatchObject({ exitCode: 4, code, message: expect.stringMatching(says) });
    expect(error?.message).toContain(file);
    expect(readdirSync(path('models'))).not.toContain('wrong.json');
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
