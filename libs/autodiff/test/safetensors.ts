import { readFileSync } from 'node:fs';
import ort from 'onnxruntime-node';

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

/** The tensors of a safetensors file; float32 and int64, which is what the golden files hold. */
export function readSafetensors(path: string): Map<string, ort.Tensor> {
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Header;
  const tensors = Object.entries(header).flatMap(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      const buffer = bytes.buffer.slice(bytes.byteOffset + start + from, bytes.byteOffset + start + to) as ArrayBuffer;
      if (dtype === 'F32') return [[name, new ort.Tensor('float32', new Float32Array(buffer), shape)] as const];
      if (dtype === 'I64') return [[name, new ort.Tensor('int64', new BigInt64Array(buffer), shape)] as const];
      return [];
    },
  );
  return new Map(tensors);
}
