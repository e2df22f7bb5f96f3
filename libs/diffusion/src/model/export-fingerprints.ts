import { fingerprintOf, TOKEN_TABLE, type FingerprintWeight } from '@facet/models';
import type { OnnxModel, TensorProto } from '@facet/onnx';
import type { ModelFacts, Tensor } from '../types.ts';
import { textNames, unetNames } from './exported-names.ts';
import { exportedWeights } from './exported-weights.ts';
import { graphFingerprint } from './graph-fingerprint.ts';

/**
 * The identity of an export: that of its weights, which its checkpoint and its diffusers folder have too, and formerly that of its
 * graph; of one whose weights have lost their names still the latter.
 */
export function exportFingerprints(
  text: OnnxModel,
  table: { readonly proto: TensorProto; readonly values: Tensor },
  unet: OnnxModel,
): Pick<ModelFacts, 'fingerprint' | 'formerFingerprints'> {
  const ofGraph = graphFingerprint(text, table.proto, unet);
  const textWeights = exportedWeights(text, textNames);
  const unetWeights = exportedWeights(unet, unetNames);
  if (!textWeights || !unetWeights) return { fingerprint: ofGraph, formerFingerprints: [] };
  const tower = new Map([...textWeights, [TOKEN_TABLE, tableWeight(table.values)]]);
  return { fingerprint: fingerprintOf([tower], unetWeights), formerFingerprints: [ofGraph] };
}

const tableWeight = ({ data, dims }: Tensor): FingerprintWeight => ({
  dims,
  halves: (start, count) => new Uint8Array(new Float16Array(data.subarray(start, start + count)).buffer),
});
