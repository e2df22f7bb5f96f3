import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SCHEMA } from './schema.ts';
import type { Field } from './schema.ts';

interface DescriptorField {
  number: number;
  type: string;
  repeated: boolean;
  packed: boolean;
}

const path = new URL('../test/golden/schema.json', import.meta.url);
const descriptor = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, DescriptorField>>;

/** Names of messages that are nested in others, or that share one table here because they have the same fields. */
const ourNames: Record<string, string> = {
  'TensorProto.Segment': 'TensorSegment',
  'TensorShapeProto.Dimension': 'Dimension',
  'TypeProto.Tensor': 'TensorTypeProto',
  'TypeProto.SparseTensor': 'TensorTypeProto',
  'TypeProto.Sequence': 'SequenceTypeProto',
  'TypeProto.Optional': 'SequenceTypeProto',
  'TypeProto.Map': 'MapTypeProto',
  'TypeProto.Opaque': 'OpaqueTypeProto',
};
const ourName = (name: string) => ourNames[name] ?? name;
const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function ourType(type: string, field: Field): string {
  if (type === 'enum') return 'int32';
  return type === 'int64' && field.type === 'size' ? 'size' : ourName(type);
}

test('the schema table has exactly the messages of the onnx package', () => {
  expect(new Set(Object.keys(descriptor).map(ourName))).toEqual(new Set(Object.keys(SCHEMA)));
});

test.each(Object.entries(descriptor))(
  '%s has every field with the number and type of the onnx package',
  (name, fields) => {
    const ours = (SCHEMA as Record<string, Record<string, Field>>)[ourName(name)]!;
    expect(Object.keys(ours).sort()).toEqual(Object.keys(fields).map(camelCase).sort());
    for (const [key, { number, type, repeated, packed }] of Object.entries(fields)) {
      const field = ours[camelCase(key)]!;
      const label = packed ? 'packed' : repeated ? 'repeated' : 'single';
      const ourLabel = field.rule === 'packed' || field.rule === 'repeated' ? field.rule : 'single';
      expect([key, field.number, field.type, ourLabel]).toEqual([key, number, ourType(type, field), label]);
    }
  },
);
