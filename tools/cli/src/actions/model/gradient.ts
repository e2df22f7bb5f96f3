import { differentiate } from '@facet/autodiff';
import {
  byteLength,
  createSession,
  elementCount,
  readModel,
  staticShape,
  validateModel,
  writeModel,
} from '@facet/onnx';
import { rmSync } from 'node:fs';
import { CliError } from '../../errors.ts';
import { ensureFile } from '../../paths.ts';
import type { Result } from '../../report/reporter.ts';
import { splitNames } from '../../options.ts';
import type { Shapes } from '../../options.ts';

export interface GradientOptions {
  /** An ONNX file; large tensors may be in external files beside it. */
  readonly model: string;
  /** Outputs whose cotangents become inputs `<prefix><output>`: lists of names with commas between. */
  readonly of: readonly string[];
  /** Inputs or weights whose gradients become outputs `<prefix><input>`; lists too. */
  readonly wrt: readonly string[];
  /** Dimensions of the inputs whose shape the file leaves open. */
  readonly shapes: Shapes;
  readonly prefix: string;
  readonly out: string;
}

/** Writes the model that also computes vector-Jacobian products; see `differentiate`. */
export async function writeGradientModel(options: GradientOptions): Promise<Result> {
  const source = readModel(options.model);
  await ensureFile(options.out);
  const { input, output, initializer } = source.proto.graph;
  const inputs = input.map(({ name }) => name);
  for (const name of Object.keys(options.shapes))
    if (!inputs.includes(name))
      throw new CliError('usage', `--shape names "${name}", but the inputs of ${options.model} are ${list(inputs)}.`);
  const known = new Set([...input, ...output, ...initializer].map(({ name }) => name));
  const named = (texts: readonly string[]): string[] => texts.flatMap((text) => splitNames(text, known));
  const { shapes, prefix } = options;
  const gradient = await differentiate(source, { of: named(options.of), wrt: named(options.wrt), prefix, shapes });
  validateModel(gradient);
  const weights = writeModel(gradient, options.out);
  try {
    await requireUsable(options.out);
  } catch (error) {
    rmSync(options.out);
    throw error;
  }
  const { graph } = gradient.proto;
  const describe = (name: string): string => `  ${name} [${(staticShape(gradient, name) ?? ['?']).join(', ')}]`;
  return {
    lines: [
      `Wrote ${options.out} (${graph.node.length} nodes)`,
      'Inputs:',
      ...graph.input.map((value) => describe(value.name)),
      'Outputs:',
      ...graph.output.map((value) => describe(value.name)),
      ...(weights.length === 0 ? [] : ['Weights, to be kept with it:']),
      ...weights.map(({ path, how }) => `  ${path} (${how})`),
    ],
    data: {
      command: 'gradient',
      out: options.out,
      nodes: graph.node.length,
      inputs: graph.input.map((value) => value.name),
      outputs: graph.output.map((value) => value.name),
      weights,
    },
  };
}

/** What lies on the disk now, weight files included, is what is reported: ONNX Runtime loads it as any user of it would. */
async function requireUsable(file: string): Promise<void> {
  const written = readModel(file);
  validateModel(written);
  const sizes = written.proto.graph.initializer.map(
    ({ dataType, dims }) => byteLength(dataType, elementCount(dims)) ?? 0,
  );
  if (sizes.reduce((sum, size) => sum + size, 0) > loadedBytesMax) return;
  await (await createSession(written)).release();
}

/** Larger models are only loaded without their weights (see `differentiate`): writing one takes far less memory than opening it. */
const loadedBytesMax = 2 ** 30;

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
