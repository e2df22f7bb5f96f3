import { afterEach, describe, expect, it, vi } from 'vitest';
import { chooseDevice, parseDevice } from './device.ts';

describe('chooseDevice', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('takes the CPU when told to', async () => {
    expect(await chooseDevice('cpu')).toBe('cpu');
  });

  it('reads FACET_DEVICE when nothing is asked', async () => {
    vi.stubEnv('FACET_DEVICE', 'cpu');
    expect(await chooseDevice()).toBe('cpu');
  });

  it('says what was asked, why not, what there is and where to read on when a provider is missing', async () => {
    // The packaged runtime holds no CUDA libraries; where someone installed them this machine may well have a card.
    const answer = await chooseDevice('cuda').catch((error: unknown) => error);
    if (answer === 'cuda') return;
    expect(answer).toMatchObject({ code: 'device-unavailable' });
    expect(String(answer)).toMatch(/'cuda'.*Available: .*cpu.*docs\/gpu\.md/);
  });

  it('refuses a device that does not exist, listing those that do', () => {
    expect(() => parseDevice('tpu')).toThrow('auto, cuda, webgpu, cpu');
    expect(parseDevice(' CPU ')).toBe('cpu');
  });
});
