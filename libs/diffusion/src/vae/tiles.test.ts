import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildVaeDecoder, buildVaeEncoder, openModelSource } from '@facet/models';
import { numbersOf, writeFolder } from '@facet/models/testing';
import { readSafetensors } from '@facet/safetensors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goldenFolder, relativeError } from '../../test/golden-models.ts';
import { GraphCache } from '../parts/graph-cache.ts';
import { SessionPool } from '../sessions/session-pool.ts';
import type { Tensor } from '../types.ts';
import { VaeNetwork, type VaeHalf } from './network.ts';

const path = join(goldenFolder, 'tiled-vae.safetensors');
const golden = readSafetensors(readFileSync(path), path).tensors;

const numbers = (name: string, dims: readonly number[]): Tensor => ({
  data: numbersOf(
    name,
    dims.reduce((product, dim) => product * dim, 1),
  ),
  dims,
});

describe('an autoencoder in tiles', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'facet-tiles-'));
  const pool = new SessionPool({ device: 'cpu', threads: 1 });
  let halves: { encoder: VaeHalf; decoder: VaeHalf };

  beforeAll(() => {
    const folder = join(temporary, 'model');
    writeFolder(folder, 'sd1');
    const { weights, config } = openModelSource(folder).vae;
    const [encoder, decoder] = [buildVaeEncoder(weights, config), buildVaeDecoder(weights, config)];
    const cache = new GraphCache(undefined, decoder, 'tiles');
    halves = {
      encoder: { name: 'encoder', model: encoder, input: 'sample', output: 'latent_parameters', cache },
      decoder: { name: 'decoder', model: decoder, input: 'latent_sample', output: 'sample', cache },
    };
  });
  afterAll(async () => {
    await pool.close();
    rmSync(temporary, { recursive: true });
  });

  it("decodes as diffusers' tiled autoencoder does, several pictures whose sides are no whole number of tiles", async () => {
    const network = new VaeNetwork(halves.decoder, pool, 'cpu', { side: 8, resultSide: 64, placesMax: 64 });
    const { data, dims } = await network.run(numbers('tiled_latents', [2, 4, 18, 11]));
    expect(dims).toEqual([2, 3, 144, 88]);
    expect(relativeError(data, golden.get('decoded')!.data)).toBeLessThan(1e-5);
  });

  it("encodes as diffusers' tiled autoencoder does", async () => {
    const network = new VaeNetwork(halves.encoder, pool, 'cpu', { side: 64, resultSide: 8, placesMax: 64 * 64 });
    const { data, dims } = await network.run(numbers('tiled_picture', [1, 3, 144, 88]));
    expect(dims).toEqual([1, 8, 18, 11]);
    expect(relativeError(data, golden.get('moments')!.data)).toBeLessThan(1e-5);
  });

  it('takes a picture that is not too large whole, which gives another result', async () => {
    const latents = numbers('tiled_latents', [2, 4, 18, 11]);
    const network = new VaeNetwork(halves.decoder, pool, 'cpu', { side: 8, resultSide: 64, placesMax: 18 * 11 });
    const { data } = await network.run(latents);
    expect(relativeError(data, golden.get('decoded')!.data)).toBeGreaterThan(1e-3);
  });
});
