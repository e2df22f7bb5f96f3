import ort from 'onnxruntime-node';
import { goldenNet } from './golden.ts';

/** Runs a session of the small network on the golden input and returns the largest difference from PyTorch's output. */
export async function differenceFromTorch(session: ort.InferenceSession): Promise<number> {
  const { sample, context, out } = goldenNet();
  const tensor = ({ dims, data }: typeof sample) => new ort.Tensor('float32', Float32Array.from(data), dims);
  const result = await session.run({ sample: tensor(sample), context: tensor(context) });
  const values = result.out!.data as Float32Array;
  if (values.length !== out.data.length)
    throw new Error(`the output has ${values.length} values, not ${out.data.length}`);
  return Math.max(...values.map((each, i) => Math.abs(each - out.data[i]!)));
}
