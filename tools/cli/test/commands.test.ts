import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensors } from '@facet/safetensors';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facet, failureOf, lastLine, model, scratch, succeed } from './facet.ts';

const { path, remove } = scratch();
const cat = join(model, 'references', '00-striped-yellow-cat-lying.png');
const short = ['--steps', '3', '--batch', '1', '--preview-every', '0', '--no-leak-report'];

/** What `tokens inspect` says of a run's tokens. */
const inspected = async (name: string) => lastLine(await succeed(['tokens', 'inspect', path(name), '--json']));

/** One inversion for all tests. */
beforeAll(async () => {
  await succeed(['invert', cat, '--steps', '4', '--batch', '1', '--preview-every', '2', '--out', path('cat')]);
});
afterAll(remove);

describe('facet invert', () => {
  it('leaves tokens, reference, loss curve and preview strip in its folder, and no checkpoint', async () => {
    expect(existsSync(path('cat', 'checkpoint.safetensors'))).toBe(false);
    const curve = await sharp(path('cat', 'loss.png')).metadata();
    expect(curve.width).toBeGreaterThan(1000);
    expect(readFileSync(path('cat', 'loss.svg'), 'utf8')).toContain('reconstruction L_R');
    const strip = await sharp(path('cat', 'previews.png')).metadata();
    expect(strip.format).toBe('png');
    const { tensors } = readSafetensors(readFileSync(path('cat', 'tokens.safetensors')), 'tokens');
    expect([...tensors.keys()].toSorted()).toEqual(['color', 'layout', 'object', 'style']);
  });

  it('does not overwrite the tokens of a finished run', async () => {
    const before = readFileSync(path('cat', 'tokens.safetensors'));
    const { code, stderr } = await facet(['invert', cat, '--out', path('cat'), ...short]);
    expect(code).toBe(2);
    expect(stderr).toContain('finished run');
    expect(readFileSync(path('cat', 'tokens.safetensors'))).toEqual(before);
  });

  it('stopped by Ctrl-C keeps a checkpoint, says how to go on, and resumed ends as if never stopped', async () => {
    const stopped = await facet(
      ['invert', cat, '--steps', '4', '--batch', '1', '--preview-every', '0', '--out', path('again'), '--json'],
      {
        interruptAt: '"done":1',
      },
    );
    expect(stopped.code).toBe(130);
    const { error } = lastLine(stopped);
    expect(error?.code).toBe('interrupted');
    expect(error?.message).toContain(`--out ${path('again')} --resume`);
    expect(existsSync(path('again', 'checkpoint.safetensors'))).toBe(true);

    const refused = await facet(['invert', cat, '--out', path('again'), ...short]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--resume');

    const resumed = await succeed(['invert', cat, '--out', path('again'), '--resume', '--json']);
    expect(lastLine(resumed)).toMatchObject({ type: 'result', steps: 4 });
    expect(readFileSync(path('again', 'tokens.safetensors'))).toEqual(readFileSync(path('cat', 'tokens.safetensors')));
    const losses = (file: string) => JSON.parse(readFileSync(path(file, 'losses.json'), 'utf8')) as unknown[];
    expect(losses('again')).toEqual(losses('cat'));
  });

  it('works with every method', async () => {
    for (const method of ['textual-inversion', 'p-plus', 'prospect']) {
      const args = ['invert', cat, '--method', method, '--object', 'cat', ...short, '--out', path(method), '--json'];
      const finished = await succeed(args);
      expect(lastLine(finished)).toMatchObject({
        method,
        objectWord: 'cat',
        objectWordOrigin: 'given',
        names: ['token'],
      });
    }
  });
});

describe('the leak report', () => {
  it('is measured by invert, kept with the tokens, and shown by tokens inspect', async () => {
    const found = await inspected('cat');
    const shares = { color: expect.any(Number) as number, layout: expect.any(Number) as number };
    expect(found['leakReport']).toMatchObject({ judge: 'classifiers', rates: { color: shares, layout: shares } });
    expect(found['leakSummary']).toHaveProperty('excessLeakage');
    const { stdout } = await succeed(['tokens', 'inspect', path('cat')]);
    // One picture for each seed that the report was drawn with, as the report itself says.
    const { seeds } = found['leakReport'] as { seeds: number[] };
    expect(stdout).toMatch(new RegExp(`Leaks +how often ${seeds.length} pictures`));
    expect(stdout).toMatch(/no token +0\.\d\d/);
  });

  it('interrupted by Ctrl-C leaves the tokens, and --measure makes it later', async () => {
    const args = ['invert', cat, '--steps', '2', '--batch', '1', '--preview-every', '0', '--out', path('stopped')];
    const stopped = await facet([...args, '--json'], { interruptAt: 'Measuring leaks' });
    expect(stopped.code).toBe(130);
    expect(lastLine(stopped).error?.message).toContain(`tokens inspect ${path('stopped')}`);
    expect(await inspected('stopped')).not.toHaveProperty('leakReport');
    const measured = lastLine(await succeed(['tokens', 'inspect', path('stopped'), '--measure', '--json']));
    expect(measured['leakReport']).toMatchObject({ seen: { object: 'cat' } });
    expect((await inspected('stopped'))['leakReport']).toEqual(measured['leakReport']);
  });

  it('asks for the picture when the tokens lie apart from it', async () => {
    const apart = path('apart.safetensors');
    copyFileSync(path('cat', 'tokens.safetensors'), apart);
    const { code, stderr } = await facet(['tokens', 'inspect', apart, '--measure']);
    expect([code, stderr]).toEqual([3, expect.stringContaining('--image')]);
  });
});

describe('facet compose', () => {
  const quick = ['--steps', '3', '--guidance', '2'];

  it('writes pictures and a contact sheet, and --from makes a picture again byte for byte', async () => {
    const tokens = ['--color', `${path('cat')}@0.5`, '--object', path('cat', 'tokens.safetensors')];
    const prompt = 'a flat drawing of a {color} {object}';
    const composed = await succeed([
      'compose',
      ...tokens,
      prompt,
      '--count',
      '2',
      '--seed',
      '7',
      ...quick,
      '--out',
      path('mix'),
      '--json',
    ]);
    expect(lastLine(composed)).toMatchObject({
      pictures: [{ seed: 7 }, { seed: 8 }],
      contactSheet: path('mix', 'contact-sheet.png'),
    });
    expect(readFileSync(path('mix', 'seed-7.png'))).not.toEqual(readFileSync(path('mix', 'seed-8.png')));

    const again = await succeed(['compose', '--from', path('mix', 'seed-8.png'), '--out', path('remade'), '--json']);
    expect(lastLine(again)).toMatchObject({ isIdentical: true, seed: 8 });
    expect(readFileSync(path('remade', 'seed-8.png'))).toEqual(readFileSync(path('mix', 'seed-8.png')));
  });

  it('draws with a token of the whole picture in the place of the object', async () => {
    const tokens = ['--object', path('p-plus')];
    await succeed(['compose', ...tokens, 'a drawing of a {object}', '--count', '1', ...quick, '--out', path('whole')]);
    expect(existsSync(path('whole', 'seed-0.png'))).toBe(true);
  });

  it('refuses a token that the prompt does not name, and a placeholder without a token', async () => {
    const unused = await facet(['compose', '--color', path('cat'), 'a cat', ...quick]);
    expect([unused.code, unused.stderr]).toEqual([2, expect.stringContaining('has no {color}')]);
    const missing = await facet(['compose', '--color', path('cat'), 'a {color} {object}', ...quick]);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('{object}')]);
  });
});

describe('facet generate', () => {
  it('draws the same picture for the same seed, with a recipe that compose --from follows', async () => {
    const args = ['generate', 'a red house', '--negative', 'a tree', '--steps', '3', '--scheduler', 'euler', '--out'];
    const finished = await succeed([...args, path('house'), '--json']);
    const events = finished.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; done?: number });
    expect(events.filter(({ type }) => type === 'progress').map(({ done }) => done)).toEqual([1, 2, 3]);
    const again = await facet([
      'compose',
      '--from',
      path('house', 'seed-0.png'),
      '--out',
      path('house-again'),
      '--json',
    ]);
    expect(lastLine(again)).toMatchObject({ isIdentical: true });
  });
});

describe('facet tokens', () => {
  it('inspect shows what is inside without loading a model', async () => {
    const { code, stdout } = await facet(['tokens', 'inspect', path('cat')], {
      environment: { FACET_MODELS: '/nowhere' },
    });
    expect(code).toBe(0);
    expect(stdout).toContain('Method       matte, 4 steps, seed 0');
    expect(stdout).toMatch(/Token {8}color {3}1 x \d+/);
  });

  it('export writes one key per file with a warning, and import reads it back', async () => {
    const exported = await succeed([
      'tokens',
      'export',
      path('cat'),
      '--name',
      'my-cat',
      '--out',
      path('export'),
      '--json',
    ]);
    expect(exported.stdout).toContain('more of the picture leaks in');
    const { tensors } = readSafetensors(readFileSync(path('export', 'my-cat-color.safetensors')), 'export');
    expect([...tensors.keys()]).toEqual(['my-cat-color']);

    const out = path('imported.safetensors');
    const args = [
      'tokens',
      'import',
      path('export', 'my-cat-color.safetensors'),
      '--as',
      'color',
      '--word',
      'yellow',
      '--out',
      out,
    ];
    await succeed(args);
    const imported = readSafetensors(readFileSync(out), out).tensors.get('color');
    expect(imported?.data).toEqual(tensors.get('my-cat-color')?.data);
  });

  it('export by layers has a key per cross-attention layer', async () => {
    const args = ['tokens', 'export', path('cat'), '--form', 'layers', '--name', 'c', '--out', path('layers')];
    await succeed(args);
    const { tensors } = readSafetensors(readFileSync(path('layers', 'c-object-layers.safetensors')), 'layers');
    expect(tensors.size).toBe(16);
  });

  it('export to a tool that reads the map writes the native file and the lines that use it', async () => {
    for (const to of ['diffusers', 'comfyui']) {
      const args = ['tokens', 'export', path('cat'), '--to', to, '--name', 'cat', '--out', path(to)];
      const file = path(to, 'cat.safetensors');
      expect((await succeed(args)).stdout).toContain(file);
      expect(readFileSync(file)).toEqual(readFileSync(path('cat', 'tokens.safetensors')));
      expect((await failureOf([...args, '--form', 'single'])).exitCode).toBe(2);
    }
    const { stdout } = await succeed([
      'tokens',
      'export',
      path('cat'),
      '--to',
      'diffusers',
      '--out',
      path('diffusers'),
    ]);
    expect(stdout).toContain('"a {style} drawing of a {color} {object} {layout}"');
    expect(stdout).toContain('color=tokens, style=tokens, object=tokens, layout=tokens');
  });
});

describe('facet models', () => {
  it('inspect shows layers, groups, fingerprint and the attribution map, and draws it', async () => {
    const finished = await succeed(['models', 'inspect', model, '--out', path('map.svg')]);
    expect(finished.stdout).toMatch(/Fingerprint {4}[0-9a-f]{64}/);
    expect(finished.stdout).toMatch(/ 0 {2}fine .*attn2/);
    expect(finished.stdout).toContain('Attribution map');
    expect((await sharp(path('map.svg')).metadata()).format).toBe('svg');
  });
});

describe('facet gradient', () => {
  it('writes a model whose gradient agrees with finite differences', async () => {
    const judge = join(model, 'classifiers', 'judge-a.onnx');
    const out = path('gradient', 'judge.onnx');
    const args = [
      'gradient',
      judge,
      '--of',
      'color',
      '--wrt',
      'image',
      '--shape',
      'image=1,3,64,64',
      '--out',
      out,
      '--json',
    ];
    const finished = await succeed(args);
    const { inputs, outputs } = lastLine(finished) as unknown as { inputs: string[]; outputs: string[] };
    expect(inputs).toEqual(['image', 'grad/color']);
    expect(outputs).toContain('grad/image');

    const session = await InferenceSession.create(out);
    const pixels = Float32Array.from({ length: 3 * 64 * 64 }, (_, i) => Math.sin(i * 0.01));
    const cotangent = Float32Array.from({ length: 8 }, (_, i) => (i === 2 ? 1 : 0));
    const run = async (data: Float32Array) => {
      const feeds = {
        image: new Tensor('float32', data, [1, 3, 64, 64]),
        'grad/color': new Tensor('float32', cotangent, [1, 8]),
      };
      const results = await session.run(feeds);
      return {
        logit: (results['color']!.data as Float32Array)[2]!,
        gradient: results['grad/image']!.data as Float32Array,
      };
    };
    const { gradient } = await run(pixels);
    // Along the gradient itself the difference is largest, so float32 resolves it.
    const length = Math.hypot(...gradient);
    const step = 0.02;
    const moved = (sign: number) => pixels.map((value, i) => value + (sign * step * gradient[i]!) / length);
    const slope = ((await run(moved(1))).logit - (await run(moved(-1))).logit) / (2 * step);
    expect(slope / length).toBeCloseTo(1, 1);
    await session.release();
  });

  it('names the inputs whose shape is missing, and outputs that do not exist', async () => {
    const judge = join(model, 'classifiers', 'judge-a.onnx');
    const open = await facet(['gradient', judge, '--of', 'color', '--wrt', 'image', '--out', path('x.onnx')]);
    expect([open.code, open.stderr]).toEqual([2, expect.stringContaining('image')]);
    const args = [
      'gradient',
      judge,
      '--of',
      'colour',
      '--wrt',
      'image',
      '--shape',
      'image=1,3,64,64',
      '--out',
      path('x.onnx'),
    ];
    const wrong = await facet(args);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("'colour'")]);
    expect(existsSync(path('x.onnx'))).toBe(false);
  });
});

describe('facet', () => {
  it('shows examples and exit codes in its help', async () => {
    const { code, stdout } = await facet(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('facet compose --color out/cat');
    expect(stdout).toMatch(/130 {2}interrupted/);
  });

  it('answers wrong usage with exit code 2 and a reason', async () => {
    for (const [args, reason] of [
      [[], 'Usage: facet'],
      [['paint'], "unknown command 'paint'"],
      [['generate', 'a', 'cat'], 'A text of several words stands in quotes.'],
      [['generate'], "missing required argument 'prompt'"],
      [['generate', 'x', '--steps', '0'], 'whole number'],
      [['generate', 'x', '--scheduler', 'ddpm'], 'Allowed choices are'],
      [['compose', 'x'], 'at least one token'],
    ] as const) {
      const { code, stderr } = await facet(args);
      expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
    }
  });
});
