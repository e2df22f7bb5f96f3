import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  readdirSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { loadTokenFile, saveTokenFile } from '@facet/inversion';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facet, failureOf, lastLine, model, scratch, succeed } from './facet.ts';

const { path, remove } = scratch();
const cat = join(model, 'references', '00-striped-yellow-cat-lying.png');
const oneStep = ['--steps', '1', '--batch', '1', '--preview-every', '0', '--object', 'cat'];

afterAll(remove);

const invert = (file: string) => failureOf(['invert', file, ...oneStep, '--out', path('never')]);
const isRed = ([r, g, b]: number[]) => r! > 180 && g! < 90 && b! < 90;
const isWhite = (pixel: number[]) => pixel.every((value) => value > 225);

describe('a picture', () => {
  beforeAll(async () => {
    const jpeg = await sharp(cat).resize(256).jpeg().toBuffer();
    writeFileSync(path('truncated.jpg'), jpeg.subarray(0, jpeg.length * 0.8));
    const png = readFileSync(cat);
    writeFileSync(path('truncated.png'), png.subarray(0, png.length / 2));
    writeFileSync(path('text.png'), 'this is no picture');
    writeFileSync(path('empty.png'), '');
    await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .png()
      .toFile(path('one.png'));
    writeFileSync(path('huge.png'), withSize(png, 20_000, 20_000));
  });

  it('that is cut short is refused as corrupt, exit code 3', async () => {
    for (const file of ['truncated.jpg', 'truncated.png']) {
      const { exitCode, code, message } = await invert(path(file));
      expect([exitCode, code, message]).toEqual([3, 'image-corrupt', expect.stringContaining(path(file))]);
    }
  });

  it('that is no picture, or not there, is refused by name, exit code 3', async () => {
    for (const file of ['text.png', 'empty.png', 'missing.png']) {
      const { exitCode, message } = await invert(path(file));
      expect([exitCode, message]).toEqual([3, expect.stringContaining(path(file))]);
    }
  });

  it('of 1 x 1 or 20,000 x 20,000 pixels is refused with its size, exit code 3', async () => {
    const small = await invert(path('one.png'));
    expect([small.exitCode, small.message]).toEqual([3, expect.stringContaining('1 x 1 pixels')]);
    const huge = await invert(path('huge.png'));
    expect([huge.exitCode, huge.code]).toEqual([3, 'image-too-large']);
    expect(huge.message).toContain('20000 x 20000');
    expect(existsSync(path('never'))).toBe(false);
  });

  it('with transparency lies on white, with EXIF rotation stands upright, in CMYK has its colours', async () => {
    const red = { r: 220, g: 30, b: 30 };
    const half = await sharp({ create: { width: 80, height: 40, channels: 3, background: red } })
      .png()
      .toBuffer();
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const alpha = sharp({ create: { width: 80, height: 80, channels: 4, background: clear } });
    await alpha
      .composite([{ input: half, left: 0, top: 0 }])
      .png()
      .toFile(path('alpha.png'));
    const white = sharp({ create: { width: 80, height: 80, channels: 3, background: 'white' } });
    const topRed = await white
      .composite([{ input: half, left: 0, top: 0 }])
      .png()
      .toBuffer();
    // Orientation 6: the viewer turns the picture clockwise, so that its top, red here, comes to the right.
    await sharp(topRed).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toFile(path('rotated.jpg'));
    await sharp(topRed).toColourspace('cmyk').jpeg({ quality: 100 }).toFile(path('cmyk.jpg'));

    for (const [file, red, white] of [
      ['alpha.png', [32, 8], [32, 56]],
      ['rotated.jpg', [56, 32], [8, 32]],
      ['cmyk.jpg', [32, 8], [32, 56]],
    ] as const) {
      await succeed(['invert', path(file), ...oneStep, '--out', path(`run-${file}`)]);
      const { data, info } = await sharp(path(`run-${file}`, 'reference.png'))
        .raw()
        .toBuffer({ resolveWithObject: true });
      const at = ([x, y]: readonly [number, number]) => [...data.subarray((y * info.width + x) * 3).subarray(0, 3)];
      expect(at(red), `${file} red`).toSatisfy(isRed);
      expect(at(white), `${file} white`).toSatisfy(isWhite);
    }
  });
});

describe('a prompt', () => {
  it('with more tokens than the model reads is refused with their number, exit code 2', async () => {
    const { exitCode, code, message } = await failureOf(['generate', 'cat '.repeat(80)]);
    expect([exitCode, code]).toEqual([2, 'prompt-too-long']);
    expect(message).toContain('80 tokens');
  });
});

describe('a token file', () => {
  let run: string;
  beforeAll(async () => {
    run = path('tokens-run');
    await succeed(['invert', cat, ...oneStep, '--out', run]);
  });

  it('of another model is refused and both models are named, exit code 4', async () => {
    const set = await loadTokenFile(join(run, 'tokens.safetensors'));
    const fingerprint = 'f'.repeat(64);
    await saveTokenFile(path('foreign.safetensors'), { ...set, fingerprint, modelName: 'some-other-model' });
    const { exitCode, code, message } = await failureOf([
      'compose',
      '--color',
      path('foreign.safetensors'),
      'a {color} cat',
    ]);
    expect([exitCode, code]).toEqual([4, 'fingerprint-mismatch']);
    expect(message).toContain('some-other-model');
    expect(message).toContain('ffffffffffff');
    expect(message).toContain(set.modelName);
    expect(message).toContain(set.fingerprint.slice(0, 12));
  });

  it('that is missing, cut short or something else is refused by name, exit code 3', async () => {
    const bytes = readFileSync(join(run, 'tokens.safetensors'));
    writeFileSync(path('short.safetensors'), bytes.subarray(0, bytes.length - 40));
    writeFileSync(path('text.safetensors'), 'no tokens');
    for (const file of ['short.safetensors', 'text.safetensors', 'missing.safetensors']) {
      const { exitCode, message } = await failureOf(['tokens', 'inspect', path(file)]);
      expect([exitCode, message]).toEqual([3, expect.stringContaining(path(file))]);
    }
  });

  it('in a picture without a recipe is not found, exit code 3', async () => {
    const { exitCode, code } = await failureOf(['compose', '--from', cat]);
    expect([exitCode, code]).toEqual([3, 'no-recipe']);
  });
});

describe('a pickle', () => {
  it('that would run code is refused, runs nothing and leaves nothing, exit code 3', async () => {
    // Protocol 2, as torch.save writes it.
    writeFileSync(path('evil.pt'), Buffer.from(`\x80\x02cposix\nsystem\n(S'touch ${path('was-here')}'\ntR.`, 'latin1'));
    const args = ['tokens', 'import', path('evil.pt'), '--word', 'cat', '--out', path('evil.safetensors')];
    const closed = await failureOf(args);
    expect([closed.exitCode, closed.code]).toEqual([3, 'unsupported-format']);
    const read = await failureOf([...args, '--allow-pickle']);
    expect([read.exitCode, read.code]).toEqual([3, 'unsafe-pickle']);
    expect(read.message).toContain('posix');
    expect(existsSync(path('was-here'))).toBe(false);
    expect(existsSync(path('evil.safetensors'))).toBe(false);
  });
});

describe('a model folder', () => {
  it('that is missing or lacks a network is refused with the file that is missing, exit code 4', async () => {
    const gone = await failureOf(['generate', 'x', '--model', path('nowhere')]);
    expect([gone.exitCode, gone.message]).toEqual([4, expect.stringContaining(path('nowhere'))]);
    mkdirSync(path('hollow'));
    const hollow = await failureOf(['generate', 'x'], { environment: { FACET_MODELS: path('hollow') } });
    expect([hollow.exitCode, hollow.message]).toEqual([4, expect.stringContaining('model.onnx')]);
  });

  it('with a network that is cut short or no ONNX file is refused by name, exit code 4', async () => {
    const cut = spoiled('cut', (folder) => {
      const unet = join(folder, 'unet');
      replaceByCopy(unet, join(model, 'unet'));
      truncateSync(join(unet, 'model.onnx'), 1_000_000);
    });
    const { exitCode, message } = await failureOf(['generate', 'x', '--model', cut]);
    expect([exitCode, message]).toEqual([4, expect.stringContaining(join(cut, 'unet', 'model.onnx'))]);
    const garbage = spoiled('garbage', (folder) => {
      replaceByCopy(join(folder, 'text_encoder'), join(model, 'text_encoder'));
      writeFileSync(join(folder, 'text_encoder', 'model.onnx'), 'not a model');
    });
    const other = await failureOf(['generate', 'x', '--model', garbage]);
    expect([other.exitCode, other.message]).toEqual([
      4,
      expect.stringContaining(join(garbage, 'text_encoder', 'model.onnx')),
    ]);
  });
});

describe('a device', () => {
  it('that this machine does not have is refused with those that it has, exit code 5', async () => {
    const { exitCode, code, message } = await failureOf(['generate', 'x', '--device', 'cuda']);
    expect([exitCode, code]).toEqual([5, 'device-unavailable']);
    expect(message).toContain('cpu');
  });
});

describe.skipIf(process.platform === 'win32')('a full disk', () => {
  it('while writing a checkpoint leaves the last good one, exit code 6, and nothing is lost', async () => {
    const run = path('full');
    const steps = ['--steps', '3', '--batch', '1', '--preview-every', '0', '--object', 'cat'];
    const first = await facet(['invert', cat, ...steps, '--out', run, '--json'], {
      interruptAt: '"done":1',
    });
    expect(first.code).toBe(130);
    const checkpoint = readFileSync(join(run, 'checkpoint.safetensors'));

    // Four kilobytes are enough for the small files of a run and too little for a checkpoint.
    const full = await facet(['invert', cat, '--out', run, '--resume', '--json'], { fileSizeBlocks: 8 });
    const { error } = lastLine(full);
    expect([full.code, error?.code]).toEqual([6, 'disk-full']);
    expect(error?.message).toContain('checkpoint.safetensors');
    expect(readFileSync(join(run, 'checkpoint.safetensors'))).toEqual(checkpoint);

    await succeed(['invert', cat, '--out', run, '--resume']);
    await succeed(['invert', cat, ...steps, '--out', path('whole')]);
    expect(readFileSync(join(run, 'tokens.safetensors'))).toEqual(readFileSync(path('whole', 'tokens.safetensors')));
  });
});

/** A PNG's bytes with other dimensions in its header. */
function withSize(png: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(png);
  copy.writeUInt32BE(width, 16);
  copy.writeUInt32BE(height, 20);
  copy.writeUInt32BE(crc32(copy.subarray(12, 29)), 29);
  return copy;
}

/** Puts a copy of a folder where a link to it was. */
function replaceByCopy(link: string, folder: string): void {
  unlinkSync(link);
  cpSync(folder, link, { recursive: true });
}

/** The demo model in links, so that single files can be spoiled. */
function spoiled(name: string, spoil: (folder: string) => void): string {
  const folder = path(name);
  mkdirSync(folder);
  for (const part of readdirSync(model)) symlinkSync(join(model, part), join(folder, part));
  spoil(folder);
  return folder;
}
