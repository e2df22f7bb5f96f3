import { buildGradientModel } from '@facet/autodiff';
import { foldModel, readModel, staticShape, validateModel, writeModel } from '@facet/onnx';
import { dirname } from 'node:path';
import { CliError } from '../errors.ts';
import { ensureDirectory } from '../paths.ts';
import type { Result } from '../report/reporter.ts';
import type { Shapes } from '../options.ts';

export interface GradientOptions {
  /** An ONNX file; large tensors may be in external files beside it. */
  readonly model: string;
  /** Outputs whose cotangents become inputs `grad/<output>`. */
  readonly of: readonly string[];
  /** Inputs or weights whose gradients become outputs `grad/<input>`. */
  readonly wrt: readonly string[];
  /** Dimensions of the inputs whose shape the file leaves open. */
  readonly shapes: Shapes;
  readonly out: string;
}

/** Writes the model that also computes vector-Jacobian products; see `buildGradientModel`. */
export async function writeGradientModel(options: GradientOptions): Promise<Result> {
  const source = await readModel(options.model);
  const inputs = source.proto.graph.input.map((input) => input.name);
  for (const name of Object.keys(options.shapes))
    if (!inputs.includes(name))
      throw new CliError('usage', `--shape names "${name}", but the inputs of ${options.model} are ${list(inputs)}.`);
  const folded = await foldModel(source, { shapes: options.shapes });
  const gradient = buildGradientModel(folded, { of: options.of, wrt: options.wrt });
  validateModel(gradient);
  await ensureDirectory(dirname(options.out));
  const weights = writeModel(gradient, options.out);
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

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
