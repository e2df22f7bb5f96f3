/** Where results go: what cannot be written is said before there is work to lose, and by what it is. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facet, failureOf, lastLine, model, scratch, succeed } from './facet.ts';

const { path, remove } = scratch();
const cat = join(model, 'references', '00-striped-yellow-cat-lying.png');
const house = join(model, 'references', '01-watercolor-red-house-paired.png');
const short = ['--steps', '3', '--batch', '1', '--preview-every', '0', '--object', 'cat'];
const run = path('cat');

beforeAll(async () => {
  await succeed(['invert', cat, ...short, '--steps', '1', '--no-leak-report', '--out', run]);
  writeFileSync(path('file'), 'in the way');
});
afterAll(remove);

const commands = (out: string): string[][] => [
  ['generate', 'a cat', '--out', out],
  ['compose', '--color', run, '--out', out],
  ['tokens', 'export', run, '--out', out],
  ['invert', cat, ...short, '--out', out],
];

/** Of a command that did nothing but find that it cannot write. */
async function refusalOf(args: readonly string[]) {
  const { code, stdout } = await facet([...args, '--json']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.filter((line) => line.includes('"progress"'))).toEqual([]);
  return { code, error: lastLine({ code, stdout, stderr: '' }).error };
}

describe('--out', () => {
  it('that is a file is refused by every command before anything is drawn, exit code 6', async () => {
    for (const command of [...commands(path('file')), ...commands(path('file', 'below'))]) {
      const { code, error } = await refusalOf(command);
      expect([command[0], code, error?.code]).toEqual([command[0], 6, 'write-failed']);
      expect(error?.message).toContain(path('file'));
    }
  });

  it('that is a folder where a file is wanted is refused, exit code 6', async () => {
    mkdirSync(path('folder'));
    const embedding = path('one.safetensors');
    await succeed(['tokens', 'export', run, '--name', 'x', '--out', path('exported')]);
    writeFileSync(embedding, readFileSync(path('exported', 'x-color.safetensors')));
    const { code, error } = await refusalOf(['tokens', 'import', embedding, '--word', 'cat', '--out', path('folder')]);
    expect([code, error?.message]).toEqual([6, expect.stringContaining('it is a folder')]);
  });

  it('on a disk that is read-only says that, where one can be mounted', async ({ skip }) => {
    const disk = path('disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=64k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      skip();
    }
    try {
      for (const command of commands(join(disk, 'a', 'b'))) {
        const { code, error } = await refusalOf(command);
        expect([command[0], code, error?.message]).toEqual([
          command[0],
          6,
          expect.stringContaining('the disk is read-only (EROFS)'),
        ]);
      }
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe('a name', () => {
  it('that would lead out of --out is refused, and nothing is written, exit code 2', async () => {
    for (const name of ['../evil', 'b/w', '']) {
      const { exitCode, code } = await failureOf(['tokens', 'export', run, '--name', name, '--out', path('exp')]);
      expect([exitCode, code]).toEqual([2, 'invalid-input']);
    }
    expect(existsSync(path('evil-color.safetensors'))).toBe(false);
  });
});

describe.skipIf(!existsSync('/dev/full'))('stdout', () => {
  const main = join(import.meta.dirname, '..', 'src', 'main.ts');

  it.each([
    ['a result', ['tokens', 'inspect', run]],
    ['the help', ['--help']],
    ['the version', ['--version']],
    ['a result for programs', ['tokens', 'inspect', run, '--json']],
  ])('that is full ends %s with one line and exit code 6', async (_, args) => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', full, 'pipe'] });
    let stderr = '';
    child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = await once(child, 'close');
    closeSync(full);
    expect([code, stderr.trimEnd().split('\n')]).toEqual([6, [expect.stringContaining('the disk is full (ENOSPC)')]]);
  });

  it('whose reader has left ends the command without a word', async () => {
    const child = spawn(process.execPath, [main, 'tokens', 'inspect', run, '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = await once(child, 'close');
    expect([code, stderr]).toEqual([0, '']);
  });

  it('is written though nobody can be told anything on stderr', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [main, 'generate', 'a cat', '--steps', '1', '--out', path('deaf')], {
      stdio: ['ignore', 'pipe', full],
    });
    let stdout = '';
    child.stdout!.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const [code] = await once(child, 'close');
    closeSync(full);
    expect([code, stdout]).toEqual([0, expect.stringContaining(path('deaf'))]);
  });
});

describe('--resume', () => {
  it('keeps the options of the first start, also that leaks are not measured', async () => {
    const folder = path('resumed');
    const first = ['invert', cat, ...short, '--no-leak-report', '--model', model, '--out', folder];
    const stopped = await facet([...first, '--json'], { interruptAt: '"done":1' });
    expect(stopped.code).toBe(130);
    // Without --model, which the folder names, another one would be taken.
    const resumed = await succeed(['invert', cat, '--resume', '--out', folder, '--json'], {
      environment: { FACET_MODELS: path('none') },
    });
    const result = lastLine(resumed);
    expect(result).toMatchObject({ type: 'result', objectWord: 'cat', steps: 3 });
    expect(result['leakReport']).toBeUndefined();
    await succeed(['invert', cat, ...short, '--no-leak-report', '--out', path('undisturbed')]);
    const [tokens, same] = [folder, path('undisturbed')].map((each) => readFileSync(join(each, 'tokens.safetensors')));
    expect(tokens).toEqual(same);
  });

  it('with another picture is refused, and both are named, exit code 2', async () => {
    const folder = path('other');
    const stopped = await facet(['invert', cat, ...short, '--out', folder, '--json'], { interruptAt: '"done":1' });
    expect(stopped.code).toBe(130);
    const { exitCode, message } = await failureOf(['invert', house, '--resume', '--out', folder]);
    expect([exitCode, message]).toEqual([2, expect.stringContaining('00-striped-yellow-cat-lying')]);
    expect(message).toContain(house);
  });
});
