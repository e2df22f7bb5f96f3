import { DEVICE_CHOICES, DEVICES, type Device, type DeviceChoice } from '@facet/base';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InferenceSession, listSupportedBackends } from 'onnxruntime-node';
import { encodeModel, floatTensor, makeGraph, makeModel, makeNode, valueInfo } from '@facet/onnx';
import { ModelError } from '../model-error.ts';
import { missingLibraries } from './shared-libraries.ts';

const works = new Map<Device, Promise<string | undefined>>();

/** The choice as written in `FACET_DEVICE` or on a command line. @throws {ModelError} `bad-argument` */
export function parseDevice(text: string): DeviceChoice {
  const found = DEVICE_CHOICES.find((choice) => choice === text.trim().toLowerCase());
  if (found) return found;
  throw new ModelError('bad-argument', `'${text}' is no device; FACET_DEVICE may be ${DEVICE_CHOICES.join(', ')}.`);
}

/**
 * The device to run on. A provider counts as available when it opens a session for a one-node model, which finds missing
 * libraries and missing cards alike; the answer is kept for the process.
 * @throws {ModelError} `device-unavailable` when the wanted one does not work here, `bad-argument` for an unknown name
 */
export async function chooseDevice(choice?: DeviceChoice): Promise<Device> {
  const wanted = choice ?? parseDevice(process.env.FACET_DEVICE || 'auto');
  if (wanted === 'cpu') return 'cpu';
  if (wanted !== 'auto') {
    const reason = await failureOf(wanted);
    if (reason === undefined) return wanted;
    const available: Device[] = [];
    for (const device of DEVICES) if ((await failureOf(device)) === undefined) available.push(device);
    const message =
      `The device '${wanted}' was asked for, but ONNX Runtime cannot use it here: ${reason} ` +
      `Available: ${available.join(', ')}. docs/gpu.md says how to set it up; FACET_DEVICE=auto takes what there is.`;
    throw new ModelError('device-unavailable', message);
  }
  if (!hasGraphicsCard()) return 'cpu';
  for (const device of DEVICES) if ((await failureOf(device)) === undefined) return device;
  return 'cpu';
}

/**
 * Whether `auto` should look beyond the CPU. Without a card, probing prints the loaders' complaints, and a software
 * Vulkan driver would be found and win although it is a thousand times slower than the CPU.
 */
function hasGraphicsCard(): boolean {
  if (process.platform !== 'linux') return true;
  if (existsSync('/dev/nvidia0') || existsSync('/dev/dxg')) return true;
  return existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
}

/** Why a device does not work here, or undefined when it does. */
function failureOf(device: Device): Promise<string | undefined> {
  let answer = works.get(device);
  if (!answer) {
    answer = probe(device);
    works.set(device, answer);
  }
  return answer;
}

function cudaLibrary(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const name = process.platform === 'win32' ? 'onnxruntime_providers_cuda.dll' : 'libonnxruntime_providers_cuda.so';
  return join(dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch, name);
}

async function probe(device: Device): Promise<string | undefined> {
  if (device === 'cpu') return undefined;
  const listed = listSupportedBackends().some((backend) => backend.name === device);
  if (!listed) return `this build of onnxruntime-node has no '${device}' provider.`;
  // ONNX Runtime prints its own error to the terminal when a library is missing, so look before asking it.
  const library = device === 'cuda' ? cudaLibrary() : undefined;
  if (library && !existsSync(library)) return `its library ${library} is not installed.`;
  const missing = library === undefined ? [] : missingLibraries(library);
  if (missing.length > 0) return `${library} needs ${missing.join(', ')}, which the system's loader does not find.`;
  const graph = makeGraph({
    nodes: [makeNode('Add', ['x', 'one'], ['y'])],
    inputs: [valueInfo('x', 1, [1])],
    outputs: [valueInfo('y', 1, [1])],
    initializers: [floatTensor('one', [1], [1])],
  });
  try {
    const options = { executionProviders: [device], logSeverityLevel: 4 as const };
    const session = await InferenceSession.create(encodeModel(makeModel(graph)), options);
    await session.release();
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const reason = /Failed to .*/.exec(text)?.[0] ?? text;
    return `${reason.slice(0, 300).replace(/[.\s]*$/, '')}.`;
  }
}
