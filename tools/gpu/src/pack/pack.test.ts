import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, it } from 'vitest';
import { pack } from './pack.ts';
import { writePieces } from './pieces.ts';

const temporary = mkdtempSync(join(tmpdir(), 'facet-pack-test-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

it('the pieces of a stream are of at most the size asked for, and together they are the stream', async () => {
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, at) => at % 251));
  const chunks = [bytes.subarray(0, 300), bytes.subarray(300, 303), bytes.subarray(303)];
  const names = await writePieces(Readable.from(chunks), join(temporary, 'piece'), 256);
  expect(names.map((name) => statSync(name).size)).toEqual([256, 256, 256, 232]);
  expect(Buffer.concat(names.map((name) => readFileSync(name))).equals(bytes)).toBe(true);
});

it('what is packed runs by itself and measures on a CPU', async () => {
  const [out, there] = [join(temporary, 'pieces'), join(temporary, 'there')];
  await pack(['--out', out]);
  const pieces = readdirSync(out).sort();
  for (const piece of pieces) expect(statSync(join(out, piece)).size).toBeLessThanOrEqual(60_000_000);
  const joined = pieces.map((piece) => `'${join(out, piece)}'`).join(' ');
  const unpacked = spawnSync('sh', ['-c', `mkdir '${there}' && cat ${joined} | tar xz -C '${there}'`], {
    stdio: 'inherit',
  });
  expect(unpacked.status).toBe(0);
  const result = join(temporary, 'result.json');
  const options = ['--kinds', 'small', '--dtypes', 'F16', '--batches', '1,2', '--runs', '1', '--threads', '1'];
  const { status, stderr } = spawnSync(
    join(there, 'facet-gpu/run'),
    ['--out', result, '--models', join(temporary, 'models'), '--python', '/nowhere/python', ...options],
    { encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: temporary } },
  );
  expect(stderr).toContain('result:');
  expect(status).toBe(0);
  const { environment, results, unavailable } = JSON.parse(readFileSync(result, 'utf8')) as {
    results: {
      by: string;
      device: string;
      batch: number;
      answer: { measured?: { stepMs: number[] }; failed?: string };
    }[];
    unavailable: Record<string, string>;
    environment: { onnxruntime: string };
  };
  const engine = readFileSync(join(import.meta.dirname, '../../../../libs/diffusion/package.json'), 'utf8');
  const { dependencies } = JSON.parse(engine) as { dependencies: Record<string, string> };
  expect(environment.onnxruntime).toBe(dependencies['onnxruntime-node']);
  const ours = results.filter(({ by, device }) => by === 'facet' && device === 'cpu');
  expect(ours.map(({ batch }) => batch)).toEqual([1, 2]);
  for (const { answer } of ours) expect(answer.measured?.stepMs).toHaveLength(1);
  for (const { answer } of results.filter(({ by }) => by === 'pytorch'))
    expect(answer.failed).toContain('/nowhere/python');
  // Where this runs on a machine with a card, nothing is unavailable.
  for (const reason of Object.values(unavailable)) expect(reason).toContain('ONNX Runtime cannot use it here');
});
