import { join } from 'node:path';
import { readModel, type OnnxModel } from '@facet/onnx';
import { describe, expect, it } from 'vitest';
import { goldenFolder, goldenLayers } from '../../test/golden-models.ts';
import { compareLayers } from './layer-names.ts';
import { splitConditioning } from './split.ts';

const read = (variant: string): OnnxModel => readModel(join(goldenFolder, variant, 'unet/model.onnx'));

/** Takes away what exporters write beyond the standard: node names and metadata. */
function anonymous(model: OnnxModel): OnnxModel {
  for (const [at, node] of model.proto.graph.node.entries()) {
    node.name = `n${at}`;
    node.metadataProps = [];
  }
  return model;
}

describe('splitConditioning', () => {
  it.each(['torchscript17', 'dynamo18'])('finds the layers of a %s export by their output bias alone', (variant) => {
    expect(splitConditioning(anonymous(read(variant))).layers).toEqual(goldenLayers);
  });

  it('finds the layers whatever the order of the nodes that share the input', () => {
    const model = read('torchscript17');
    model.proto.graph.node.reverse();
    expect(splitConditioning(model).layers).toEqual(goldenLayers);
  });

  it('gives each layer exactly two projections and leaves none on the old input', () => {
    const { model, layers } = splitConditioning(read('torchscript17'));
    const readers = (input: string) =>
      model.proto.graph.node.filter((node) => node.opType === 'MatMul' && node.input.includes(input)).length;
    expect(layers.map((_, layer) => readers(`context/${layer}`))).toEqual(layers.map(() => 2));
    expect(model.proto.graph.node.some((node) => node.input.includes('encoder_hidden_states'))).toBe(false);
    expect(model.proto.graph.input.map((input) => input.name)).not.toContain('encoder_hidden_states');
  });

  it('refuses by name a projection whose layer nothing tells', () => {
    const model = anonymous(read('torchscript17'));
    for (const tensor of model.proto.graph.initializer) tensor.name = tensor.name.replace('attn2', 'x');
    for (const node of model.proto.graph.node) node.input = node.input.map((name) => name.replace('attn2', 'x'));
    const first = model.proto.graph.node.find(
      (node) => node.opType === 'MatMul' && node.input.includes('encoder_hidden_states'),
    );
    expect(() => splitConditioning(model)).toThrow(`'${first!.name}'`);
  });

  it('refuses by name a reader that is no projection', () => {
    const model = read('torchscript17');
    const node = model.proto.graph.node.find(
      (each) => each.input.includes('encoder_hidden_states') && each.opType === 'MatMul',
    )!;
    node.opType = 'Mul';
    expect(() => splitConditioning(model)).toThrow(node.name);
  });
});

const layer = (block: string) => `${block}.attentions.0.transformer_blocks.0.attn2`;

describe('compareLayers', () => {
  it('orders down, mid and up blocks by their numbers, ten after nine', () => {
    const names = ['up_blocks.1', 'up_blocks.10', 'down_blocks.9', 'mid_block', 'down_blocks.10', 'up_blocks.2'];
    const sorted = ['down_blocks.9', 'down_blocks.10', 'mid_block', 'up_blocks.1', 'up_blocks.2', 'up_blocks.10'];
    expect(names.map(layer).sort(compareLayers)).toEqual(sorted.map(layer));
  });
});
