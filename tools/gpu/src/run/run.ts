import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEVICES, type Device } from '@facet/base';
import { chooseDevice } from '@facet/diffusion';
import type { Dtype } from '@facet/models/testing';
import { runtimeVersion } from '../runtime-version.ts';
import { UsageError } from '../usage-error.ts';
import { KINDS, writeRandomModel, type Kind } from './random-model.ts';
import { runMeasure, runProcess } from './run-case.ts';

const DTYPES: readonly Dtype[] = ['F32', 'F16', 'BF16'];

/** Of the picture that a family was trained on, by side. */
const LATENT: Readonly<Record<Kind, number>> = { sd1: 64, sdxl: 128, small: 16 };

/** Small enough that a CPU, which says what is right, does it too. */
const PARITY_LATENT: Readonly<Record<Kind, number>> = { sd1: 32, sdxl: 32, small: 16 };

const USAGE = `Usage: ./run --out <file> [options]
  --devices <list>   of ${DEVICES.join(', ')} (default: all that work here)
  --kinds <list>     of ${KINDS.join(', ')} (default sd1,sdxl)
  --dtypes <list>    how weights are stored: of ${DTYPES.join(', ')} (default: all)
  --batches <list>   default 1,2,4,8,16,32
  --runs <n>         timed runs of each thing (default 5)
  --latent <n>       side of the latents (default: what the family was trained on)
  --threads <n>      of the CPU (default: all cores)
  --python <path>    a Python with torch and diffusers, for PyTorch's step (default python3)
  --models <folder>  where random models are made, 28 GB for all (default: a temporary folder)
  --no-parity        leaves out the comparison with the CPU
Everything that fails stands in the result with its reason, and the rest goes on.`;

interface Plan {
  readonly out: string;
  readonly devices: readonly Device[];
  readonly kinds: readonly Kind[];
  readonly dtypes: readonly Dtype[];
  readonly batches: readonly number[];
  readonly runs: number;
  readonly latent: number | undefined;
  readonly threads: number;
  readonly python: string;
  readonly models: string;
  readonly comparesWithCpu: boolean;
}

/** Measures Facet on this machine's devices, and PyTorch where there is one; the result is written after every case. */
export async function run(args: readonly string[]): Promise<void> {
  const plan = planOf(args);
  if (plan === undefined) return console.log(USAGE);
  const unavailable: Record<string, string> = {};
  const devices: Device[] = [];
  for (const device of plan.devices) {
    const reason = await whyNot(device);
    if (reason === undefined) devices.push(device);
    else unavailable[device] = reason;
  }
  const results: unknown[] = [];
  const parity: unknown[] = [];
  const write = (): void =>
    writeFileSync(
      plan.out,
      `${JSON.stringify({ environment: environment(), unavailable, parity, results }, undefined, 1)}\n`,
    );
  write();
  for (const kind of plan.kinds) {
    for (const dtype of plan.dtypes) {
      const folder = join(plan.models, `${kind}-${dtype.toLowerCase()}`);
      if (!existsSync(join(folder, 'model_index.json'))) {
        say(`making random weights: ${kind}, ${dtype}`);
        writeRandomModel(folder, kind, dtype);
      }
      const sides = { kind, dtype, latent: plan.latent ?? LATENT[kind] };
      if (plan.comparesWithCpu) parity.push(...(await compare(plan, devices, folder, kind, dtype)));
      write();
      for (const batch of plan.batches) {
        for (const device of devices) {
          say(`${kind}, ${dtype}, batch ${batch}, ${device}`);
          const { runs, threads } = plan;
          const input = { folder, device, batch, latent: sides.latent, runs, threads, numbers: undefined };
          results.push({ by: 'facet', ...sides, device, batch, ...(await runMeasure(input)) });
          write();
        }
        for (const device of devices.includes('cuda') ? ['cuda'] : ['cpu']) {
          const input = { folder, dtype, device, batch, latent: sides.latent, runs: plan.runs, threads: plan.threads };
          const script = join(import.meta.dirname, '../../python/torch_step.py');
          const answer = await runProcess(plan.python, [script, JSON.stringify(input)]);
          results.push({ by: 'pytorch', ...sides, device, batch, ...answer });
          write();
        }
      }
      if (plan.models.startsWith(tmpdir())) rmSync(folder, { recursive: true, force: true });
    }
  }
  say(`result: ${plan.out}`);
}

function planOf(args: readonly string[]): Plan | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: 'string' },
      devices: { type: 'string', default: DEVICES.join(',') },
      kinds: { type: 'string', default: 'sd1,sdxl' },
      dtypes: { type: 'string', default: DTYPES.join(',') },
      batches: { type: 'string', default: '1,2,4,8,16,32' },
      runs: { type: 'string', default: '5' },
      latent: { type: 'string' },
      threads: { type: 'string', default: String(cpus().length) },
      python: { type: 'string', default: 'python3' },
      models: { type: 'string', default: join(tmpdir(), `facet-gpu-${process.pid}`) },
      'no-parity': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  if (values.out === undefined) throw new UsageError(USAGE);
  mkdirSync(values.models, { recursive: true });
  return {
    out: values.out,
    devices: chosen('devices', values.devices, DEVICES),
    kinds: chosen('kinds', values.kinds, KINDS),
    dtypes: chosen('dtypes', values.dtypes, DTYPES),
    batches: values.batches.split(',').map((batch) => whole('batches', batch)),
    runs: whole('runs', values.runs),
    latent: values.latent === undefined ? undefined : whole('latent', values.latent),
    threads: whole('threads', values.threads),
    python: values.python,
    models: values.models,
    comparesWithCpu: !values['no-parity'],
  };
}

function chosen<T extends string>(option: string, text: string, all: readonly T[]): T[] {
  return text.split(',').map((name) => {
    const found = all.find((each) => each === name);
    if (found === undefined) throw new UsageError(`--${option} ${name}: there are ${all.join(', ')}.`);
    return found;
  });
}

function whole(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new UsageError(`--${option} ${text} is not a positive whole number.`);
}

async function whyNot(device: Device): Promise<string | undefined> {
  try {
    await chooseDevice(device);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

type Numbers = Readonly<Record<string, readonly number[]>>;

/** Largest difference over the largest number of the CPU's, for loss, gradient and prediction. */
async function compare(
  plan: Plan,
  devices: readonly Device[],
  folder: string,
  kind: Kind,
  dtype: Dtype,
): Promise<unknown[]> {
  const found = new Map<Device, Numbers>();
  const results: unknown[] = [];
  for (const device of new Set<Device>(['cpu', ...devices])) {
    say(`${kind}, ${dtype}, numbers on ${device}`);
    const numbers = join(plan.models, `numbers-${device}.json`);
    const input = { folder, device, batch: 1, latent: PARITY_LATENT[kind], runs: 1, threads: plan.threads, numbers };
    const { answer } = await runMeasure(input);
    if ('failed' in answer) {
      results.push({ kind, dtype, device, ...answer });
      continue;
    }
    found.set(device, JSON.parse(readFileSync(numbers, 'utf8')) as Numbers);
    rmSync(numbers);
    const right = found.get('cpu');
    if (right === undefined || device === 'cpu') continue;
    const errors = Object.entries(right).map(([name, data]) => [name, relativeError(found.get(device)![name]!, data)]);
    results.push({ kind, dtype, device, errorOverLargest: Object.fromEntries(errors) as Record<string, number> });
  }
  return results;
}

function relativeError(found: readonly number[], right: readonly number[]): number {
  const largest = right.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return right.reduce((most, value, at) => Math.max(most, Math.abs(value - found[at]!)), 0) / largest;
}

function environment(): Record<string, unknown> {
  return {
    date: new Date().toISOString(),
    node: process.version,
    onnxruntime: runtimeVersion(),
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryBytes: totalmem(),
    cards: existsSync('/proc/driver/nvidia/version')
      ? readFileSync('/proc/driver/nvidia/version', 'utf8').trim()
      : undefined,
  };
}

function say(text: string): void {
  console.error(`[gpu] ${text}`);
}
