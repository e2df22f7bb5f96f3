import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facet, failureOf, lastLine, model, scratch, succeed } from './facet.ts';

const { path, remove } = scratch();
afterAll(remove);

const parts = ['model_index.json', 'scheduler', 'text_encoder', 'tokenizer', 'unet', 'vae_decoder', 'vae_encoder'];
const pictures = join(model, 'references');
const reference = join(pictures, '33-flat-red-tree-upright.png');

/** The demo model under another roof, where a reader may lie beside it. */
function demoWith(name: string, more: readonly string[]): string {
  mkdirSync(path(name));
  for (const part of [...parts, 'words.json', ...more]) symlinkSync(join(model, part), path(name, part));
  return path(name);
}
beforeAll(() => demoWith('demo', ['image_encoder']));

/** Too little to read well by, and enough to see every part work. */
const train = ['reader', 'train', pictures, '--samples', '40', '--fit-steps', '30', '--steps', '2', '--batch', '4'];
const args = (...more: string[]) => [...train, '--model', path('demo'), '--out', path('training'), ...more];

describe('facet reader train', () => {
  it('stopped by Ctrl-C goes on; by the reader tokens are then taken without a step, or at once and refined where no method is named', async () => {
    const asked = ['invert', reference, '--method', 'reader', '--model', path('demo'), '--no-leak-report'];
    expect(await failureOf([...asked, '--out', path('none')])).toMatchObject({ code: 'missing-reader', exitCode: 4 });

    const stopped = await facet(args('--json'), { interruptAt: '"done":33' });
    expect(stopped.code).toBe(130);
    expect(lastLine(stopped).error?.message).toContain(path('training'));
    const { reader, losses } = lastLine(await succeed(args('--json')));
    expect(reader).toBe(path('demo', 'reader.onnx'));
    expect(Object.values(losses as object).every((loss) => loss > 0)).toBe(true);

    await succeed([...asked, '--steps', '0', '--out', path('read')]);
    const inspected = await succeed(['tokens', 'inspect', path('read'), '--json']);
    expect(inspected.stdout).toContain('"reader"');
    expect(existsSync(path('read', 'tokens.safetensors'))).toBe(true);

    const unnamed = asked.filter((each) => each !== '--method' && each !== 'reader');
    const { stderr } = await succeed([...unnamed, '--steps', '2', '--no-assess', '--out', path('refined')]);
    expect(stderr).toContain(path('refined', 'previews', 'step-00000.png'));
    expect(existsSync(path('refined', 'previews', 'step-00000.png'))).toBe(true);
    expect(JSON.parse(readFileSync(path('refined', 'run.json'), 'utf8'))).toMatchObject({ method: 'reader' });
    const { defaults } = lastLine(await succeed(['models', 'inspect', path('demo'), '--json']));
    expect(defaults).toMatchObject({ method: 'reader', inversionSteps: 100 });
  });

  it('of a model without an image encoder is refused by name', async () => {
    const blind = demoWith('blind', []);
    const { code, exitCode, message } = await failureOf([...train, '--model', blind, '--out', path('blind-training')]);
    expect({ code, exitCode }).toEqual({ code: 'no-image-encoder', exitCode: 4 });
    expect(message).toContain('image_encoder');
  });
});
