import { cloneModel } from './build.ts';
import { OnnxError } from './errors.ts';
import type { OnnxModel, ValueInfoProto } from './types.ts';

/**
 * A copy of the model with fixed dimensions. A symbolic dimension is fixed wherever its name occurs: giving `sample` its
 * shape also fixes the `batch` of every other input, and the outputs and value_info that mention it.
 * @param shapes full dims per input; `freeDimensions` may give names their numbers besides
 * @throws {OnnxError} `unknown-value` for an input that does not exist; `bad-shape` when rank, a fixed dimension or the two
 * numbers for one name contradict each other, or a name in `freeDimensions` does not occur.
 */
export function specializeShapes(
  model: OnnxModel,
  shapes: Readonly<Record<string, readonly number[]>>,
  freeDimensions: Readonly<Record<string, number>> = {},
): OnnxModel {
  const result = cloneModel(model);
  const { graph } = result.proto;
  const bound = new Map<string, { value: number; by: string }>();
  for (const [name, value] of Object.entries(freeDimensions)) {
    checkDimension(`free dimension '${name}'`, value);
    bound.set(name, { value, by: 'freeDimensions' });
  }
  const used = new Set<string>();
  for (const info of graph.input) {
    for (const dim of dimsOf(info) ?? []) if (dim.dimParam) used.add(dim.dimParam);
  }
  const unknown = Object.keys(freeDimensions).find((name) => !used.has(name));
  if (unknown !== undefined) {
    const known = used.size > 0 ? `They are: ${[...used].join(', ')}.` : 'They have none.';
    throw new OnnxError('bad-shape', `The model's inputs have no free dimension '${unknown}'. ${known}`);
  }
  for (const [name, dims] of Object.entries(shapes)) {
    const declared = dimsOf(findInput(result, name));
    for (const [axis, value] of dims.entries()) {
      const param = declared?.[axis]?.dimParam;
      if (!param) continue;
      const earlier = bound.get(param);
      if (earlier && earlier.value !== value) {
        const message = `Input '${name}' wants ${value} for the dimension '${param}' on axis ${axis}, ${earlier.by} wants ${earlier.value}.`;
        throw new OnnxError('bad-shape', message);
      }
      bound.set(param, { value, by: `input '${name}'` });
    }
    setInputShape(result, name, dims);
  }
  for (const info of [...graph.input, ...graph.output, ...graph.valueInfo]) {
    for (const dim of dimsOf(info) ?? []) {
      const value = dim.dimParam === undefined ? undefined : bound.get(dim.dimParam)?.value;
      if (value === undefined) continue;
      delete dim.dimParam;
      dim.dimValue = value;
    }
  }
  return result;
}

/** The inputs whose shape still has an unknown or symbolic dimension, as `name: [2, batch, ?]`. */
export function openInputs(model: OnnxModel): string[] {
  const { input, initializer } = model.proto.graph;
  const given = new Set(initializer.map((tensor) => tensor.name));
  return input.flatMap((info) => {
    if (given.has(info.name) || !info.type?.tensorType) return [];
    const dims = dimsOf(info);
    if (dims?.every((dim) => dim.dimValue !== undefined)) return [];
    const text = dims?.map((dim) => dim.dimValue ?? (dim.dimParam || '?')).join(', ');
    return [`${info.name}: ${text === undefined ? 'rank unknown' : `[${text}]`}`];
  });
}

/**
 * Fixes the shape of a graph input in place.
 * @throws {OnnxError} `unknown-value` when there is no such input; `bad-shape` when rank or a fixed dimension disagrees.
 */
export function setInputShape(model: OnnxModel, name: string, dims: readonly number[]): void {
  const info = findInput(model, name);
  const tensorType = info.type?.tensorType;
  if (!tensorType) throw new OnnxError('bad-shape', `Input '${name}' is not a tensor, so it has no dims.`);
  if (tensorType.shape && tensorType.shape.dim.length !== dims.length) {
    const message = `Input '${name}' has rank ${tensorType.shape.dim.length}, the shape [${dims.join(', ')}] has ${dims.length}.`;
    throw new OnnxError('bad-shape', message);
  }
  for (const [axis, value] of dims.entries()) {
    const fixed = tensorType.shape?.dim[axis]?.dimValue;
    checkDimension(`input '${name}', axis ${axis}`, value);
    if (fixed !== undefined && fixed !== value) {
      throw new OnnxError('bad-shape', `Input '${name}' is fixed to ${fixed} on axis ${axis}, not ${value}.`);
    }
  }
  tensorType.shape = { dim: dims.map((dimValue) => ({ dimValue })) };
}

function findInput(model: OnnxModel, name: string): ValueInfoProto {
  const { input } = model.proto.graph;
  const info = input.find((each) => each.name === name);
  if (info) return info;
  const known = input.map((each) => each.name).join(', ');
  throw new OnnxError('unknown-value', `The model has no input '${name}'. Its inputs: ${known}.`);
}

const dimsOf = (info: ValueInfoProto) => info.type?.tensorType?.shape?.dim;

function checkDimension(what: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new OnnxError(
    'bad-shape',
    `The size ${value} (${what}) is no dimension; it must be a whole number, 0 or more.`,
  );
}
