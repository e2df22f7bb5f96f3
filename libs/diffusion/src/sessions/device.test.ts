import { afterEach, describe, expect, it, vi } from 'vitest';
import { chooseDevice, parseDevice } from './device.ts';
import { missingLibraries, notFoundIn } from './shared-libraries.ts';

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

describe('the libraries that a library lacks', () => {
  it('are named, those that are there are not', () => {
    // Of ONNX Runtime 1.30's CUDA library on a machine without a card, by glibc 2.36.
    const listing = `
\tlinux-vdso.so.1 (0x00007f2bd900d000)
\tlibcublasLt.so.13 => not found
\tlibcuda.so.1 => not found
\tlibdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x00007f2bd8ff4000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f2bd900f000)
`;
    expect(notFoundIn(listing)).toEqual(['libcublasLt.so.13', 'libcuda.so.1']);
  });

  it('are none for the program that runs, and for what is no library', () => {
    expect(missingLibraries(process.execPath)).toEqual([]);
    expect(missingLibraries(import.meta.filename)).toEqual([]);
  });
});
