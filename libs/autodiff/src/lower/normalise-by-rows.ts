import { DataType, type NodeProto, type OnnxModel } from '@facet/onnx';
import { AttributeReader } from '../attribute-reader.ts';
import type { Forward } from '../forward.ts';
import type { Ops } from '../ops.ts';
import { rewriteNodes } from '../rewrite-nodes.ts';
import { isStandard } from '../table.ts';
import { sizeOf, type Value } from '../values.ts';

/**
 * The model with the groups of channels that exporters write as InstanceNormalization summed up by rows. ONNX Runtime's kernel adds up
 * all places of a group one after the other in float32, which loses digits where there are a million, as in a picture's autoencoder.
 * Results are the same but for rounding.
 * @param model with static shapes (`foldModel`); it is not changed
 */
export const normaliseByRows = (model: OnnxModel): OnnxModel => rewriteNodes(model, 'rows/', normalised);

function normalised(b: Ops, forward: Forward, node: NodeProto): Value | undefined {
  if (!isStandard(node) || node.opType !== 'InstanceNormalization') return undefined;
  const [grouped, scale, bias] = node.input.map((name) => forward.known(name)) as [Value?, Value?, Value?];
  if (!grouped || !scale || !bias || grouped.type !== DataType.FLOAT) return undefined;
  const x = beforeGrouping(forward, grouped);
  const [batch, groups] = grouped.shape as [number, number];
  const [, channels, ...sides] = x.shape as [number, number, ...number[]];
  const [length, parts] = [sides.at(-1)!, channels / groups];
  const rowsOfPart = sizeOf(sides) / length;
  if (parts * rowsOfPart === 1) return undefined;

  const meanOfGroup = (rows: Value): Value =>
    b.mean(b.mean(b.reshape(rows, [batch, groups, parts, rowsOfPart]), [3]), [2]);
  const ofGroup = (value: Value): Value => b.reshape(value, [1, groups, 1, 1]);
  /** [batch or 1, groups, 1, 1], at each channel of x. */
  const spread = (value: Value): Value => {
    const count = value.shape[0]!;
    return b.reshape(b.expand(value, [count, groups, parts, 1]), [count, channels, ...sides.map(() => 1)]);
  };
  const axis = x.shape.length - 1;
  const centred = b.sub(x, spread(meanOfGroup(b.mean(x, [axis]))));
  const variance = meanOfGroup(b.div(b.reduce('ReduceSumSquare', centred, [axis]), length));
  const epsilon = new AttributeReader(node, forward.opset, ['epsilon']).float('epsilon');
  const deviation = b.unary('Sqrt', b.add(variance, epsilon));
  const scaled = b.mul(centred, spread(b.div(ofGroup(scale), deviation)));
  const isShifted = forward.numbers(bias.name)?.every((each) => each === 0) !== true;
  return b.reshape(isShifted ? b.add(scaled, spread(ofGroup(bias))) : scaled, grouped.shape);
}

/** The value whose channels were grouped, which has the rows; the same where none was. */
function beforeGrouping(forward: Forward, grouped: Value): Value {
  const reshape = forward.index.producer(grouped.name);
  const x = reshape?.opType === 'Reshape' ? forward.known(reshape.input[0]!) : undefined;
  if (!x || x.shape.length < 3) return grouped;
  const [batch, channels] = x.shape as [number, number];
  const [sameBatch, groups] = grouped.shape as [number, number];
  return batch === sameBatch && channels % groups === 0 ? x : grouped;
}
