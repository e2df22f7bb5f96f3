import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FOLDER } from './compile.ts';

const EXPECTED = {
  organization: 'Someone',
  // The newest first; backwards from the end, in the same order.
  pages: [['c', 'b'], ['a']],
  backwards: [['b', 'a'], ['c']],
  refused: 'NAME_TAKEN',
  lastStatus: 'FINISHED',
  attributes: ['COLOR', 'LAYOUT', 'OBJECT', 'STYLE'],
};

/** What a client's walk (`tools/strangers/walk.ts`) has to bring. urql follows its organisation besides. */
export const expectedOf = (name: string): unknown =>
  name === 'urql' ? { ...EXPECTED, heard: ['a', 'b', 'c'] } : EXPECTED;

/** What the walk brought: in a process of its own, bundled, since some of these packages are for bundlers. */
export async function walkAs(name: string, environment: Readonly<Record<string, string>>): Promise<unknown> {
  const outfile = join(FOLDER, 'generated', name, 'walk.cjs');
  await build({
    stdin: {
      contents: `import { main } from './main.ts'; import { stranger } from './${name}/stranger.ts'; void main(stranger);`,
      resolveDir: FOLDER,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile], {
    env: { ...process.env, ...environment },
  });
  return JSON.parse(stdout);
}
