import { join } from 'node:path';
import { demoModelDirectory, loadImage } from '@facet/diffusion';
import { describe, expect, it } from 'vitest';
import { Judges } from './judges.ts';
import { readReferences } from './references.ts';

describe('the demo model', () => {
  it('has judges that see its references right', async () => {
    const directory = demoModelDirectory();
    const judges = await Judges.load(directory);
    const [first] = await readReferences(directory);
    const { color, style, object, layout, file } = first!;
    const picture = await loadImage(join(directory, 'references', file), { width: 64, height: 64 });
    const [verdicts] = await judges.judgeBoth(picture);
    expect(verdicts).toEqual({
      'judge-a': { color, style, object, layout },
      'judge-b': { color, style, object, layout },
    });
    await judges.close();
  });
});
