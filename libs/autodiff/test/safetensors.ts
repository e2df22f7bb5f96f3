import { readFileSync } from 'node:fs';
import ort from 'onnxruntime-node';

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

/** The tensors of a safetensors file; float32 and int64, which is what the golden files hold. */
export function readSafetensors(path: string): Map<string, ort.Tensor> {
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Header;
  const tensors = new Map<string, ort.Tensor>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    const [from, to] = offsets.map((offset) => bytes.byteOffset + start + offset);
    const buffer = bytes.buffer.slice(from, to) as ArrayBuffer;
    if (dtype === 'F32') tensors.set(name, new ort.Tensor('float32', new Float32Array(buffer), shape));
    if (dtype === 'I64') tensors.set(name, new ort.Tensor('int64', new BigInt64Array(buffer), shape));
  }
  return tensors;
}
