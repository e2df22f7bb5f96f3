import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoModelDirectory, loadModel } from '@facet/diffusion';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noisePicture } from '../../test/support/tiny-model.ts';
import { readSafetensors } from '@facet/safetensors';
import { runInversions } from './invert.ts';
import type { InversionOutcome } from './request.ts';

const script = fileURLToPath(new URL('../../test/support/run-demo.ts', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'facet-resume-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script; with `killAt` it gets SIGKILL as soon as it reports that step. Resolves to the signal it died of. */
function runDemo(options: object, killAt?: number): Promise<NodeJS.Signals | number | null> {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    if (killAt !== undefined && text.split('\n').includes(`step ${killAt}`)) child.kill('SIGKILL');
  });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
}

/** All numbers of all tokens. */
function vectorsOf(outcomes: readonly InversionOutcome[]): number[] {
  return outcomes.flatMap((outcome) => {
    if (outcome.status !== 'finished') throw new Error(outcome.status);
    return outcome.tokens.tokens.flatMap(({ vectors }) => vectors.flatMap((vector) => [...vector]));
  });
}

describe('on the demo model', () => {
  it('a run killed at step 60 and resumed equals one never stopped, bit for bit', async () => {
    const steps = 70;
    const [whole, resumed, checkpoint] = ['whole', 'resumed', 'run.ckpt'].map((name) => join(folder, name));
    expect(await runDemo({ steps, out: whole! })).toBe(0);
    expect(await runDemo({ steps, out: resumed!, checkpoint }, 60)).toBe('SIGKILL');
    expect(existsSync(resumed!)).toBe(false);
    const { metadata } = readSafetensors(readFileSync(checkpoint!), 'checkpoint');
    const { step } = JSON.parse(metadata['head']!) as { step: number };
    expect([50, 60]).toContain(step);
    expect(await runDemo({ steps, out: resumed!, checkpoint })).toBe(0);
    expect(readFileSync(resumed!).equals(readFileSync(whole!))).toBe(true);
  });

  it('two runs in one batch equal the same runs alone within 1e-4 after 100 steps', async () => {
    const model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1 });
    const request = (seed: number, objectWord: string) => ({
      image: noisePicture(model, seed),
      imageHash: String(seed),
      objectWord,
      settings: { steps: 100, batchSize: 1, seed },
    });
    const requests = [request(1, 'cat'), request(2, 'house')];
    const together = vectorsOf(await runInversions(model, requests, { samplesPerPass: 2 }));
    const alone = vectorsOf([
      ...(await runInversions(model, [requests[0]!])),
      ...(await runInversions(model, [requests[1]!])),
    ]);
    const difference = Math.max(...together.map((value, i) => Math.abs(value - alone[i]!)));
    expect(difference).toBeLessThan(1e-4);
    await model.close();
  });
});
