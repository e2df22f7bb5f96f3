import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { wrongModels } from '../../test/wrong-models.ts';
import { SourceError } from '../errors.ts';
import { openModelSource } from '../open.ts';

const place = temporaryFolder();

/** A pickle that would write a file if anybody ran it: protocol 2, `os.system('touch <path>')`. */
const pickleWithCode = (path: string): Buffer =>
  Buffer.from(`\u0080\u0002cos\nsystem\n(U${String.fromCharCode(path.length + 6)}touch ${path}tR.`, 'latin1');

describe('a model that is', () => {
  it.each(wrongModels)('%s is refused by what it is', (_, make, code, says) => {
    const path = place('model.safetensors');
    make(path);
    const open = (): unknown => openModelSource(path);
    expect(open).toThrow(SourceError);
    expect(open).toThrow(expect.objectContaining({ code, message: expect.stringMatching(says) }));
    expect(open).toThrow(path);
  });

  it('a pickle with code is refused, and nothing of it runs', () => {
    const [path, trace] = [place('model.ckpt'), place('it-ran')];
    writeFileSync(path, pickleWithCode(trace));
    const error = { code: 'unsupported-format', message: expect.stringContaining('can hold code') };
    expect(() => openModelSource(path)).toThrow(expect.objectContaining(error));
    expect(() => readFileSync(trace)).toThrow('ENOENT');
  });
});
