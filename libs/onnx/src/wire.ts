import protobuf from 'protobufjs/minimal.js';
import { OnnxError } from './errors.ts';
import { fromLong, toLong } from './int64.ts';
import { SCHEMA } from './schema.ts';
import type { Field, MessageName, Messages, ScalarType } from './schema.ts';
import type { Int64 } from './types.ts';

/**
 * Messages to bytes and back, driven by the table in `schema.ts` over protobufjs' wire reader and writer. Bytes fields are
 * views into the input, so parsing copies no tensor. Fields that the table does not know are kept and written again.
 */

type Reader = protobuf.Reader;
type Writer = protobuf.Writer;
type Loose = Record<string, unknown>;

/** The raw bytes (tag included) of fields of a newer ONNX; a symbol, so that it travels with `{...message}` unseen. */
const unknownFields = Symbol('unknownFields');

interface PlannedField extends Field {
  readonly key: string;
  readonly repeated: boolean;
}

const plans = new Map<MessageName, { byNumber: Map<number, PlannedField>; fields: PlannedField[] }>();
for (const [name, table] of Object.entries(SCHEMA)) {
  const fields = Object.entries(table as Record<string, Field>)
    .map(([key, field]): PlannedField => {
      const { number, type, rule } = field;
      return { key, number, type, rule, repeated: rule === 'repeated' || rule === 'packed' };
    })
    .sort((a, b) => a.number - b.number);
  plans.set(name as MessageName, { fields, byNumber: new Map(fields.map((field) => [field.number, field])) });
}

const wireTypes: { readonly [T in ScalarType]: number } = {
  int32: 0,
  int64: 0,
  size: 0,
  uint64: 0,
  double: 1,
  string: 2,
  bytes: 2,
  float: 5,
};

const maxDepth = 100;

const isScalar = (type: Field['type']): type is ScalarType => type in wireTypes;
const wireTypeOf = (type: Field['type']): number => (isScalar(type) ? wireTypes[type] : 2);
const planOf = (type: MessageName) => plans.get(type)!;

/**
 * Reads one message.
 * @throws {OnnxError} `corrupt-model` when the bytes end early or break the wire format, naming the message and field.
 */
export function decodeMessage<M extends MessageName>(type: M, bytes: Uint8Array): Messages[M] {
  const reader = protobuf.Reader.create(bytes);
  return readMessage(reader, type, reader.len, type, 0) as unknown as Messages[M];
}

/**
 * Writes one message.
 * @param bytesMin about how many bytes it will have; a good guess saves the copies of a buffer that doubles as it grows
 */
export function encodeMessage<M extends MessageName>(type: M, message: Messages[M], bytesMin = 0): Uint8Array {
  const writer = protobuf.Writer.create();
  if (bytesMin > 2 ** 16) writer.raw(new Uint8Array(bytesMin)).reset();
  writeMessage(writer, type, message as unknown as Loose);
  return plain(writer.finish(true));
}

function readMessage(reader: Reader, type: MessageName, end: number, path: string, depth: number): Loose {
  if (depth > maxDepth) throw corrupt(path, `messages are nested more than ${maxDepth} deep`);
  if (end > reader.len) throw corrupt(path, `${end - reader.len} bytes are missing at the end of the file`);
  const message = emptyMessage(type);
  const { byNumber } = planOf(type);
  let where = path;
  try {
    while (reader.pos < end) {
      const start = reader.pos;
      const tag = reader.tag();
      const field = byNumber.get(tag >>> 3);
      where = field ? `${path}.${field.key}` : `${path} field ${tag >>> 3}`;
      if (field && readField(reader, message, field, tag & 7, where, depth)) continue;
      reader.skipType(tag & 7, depth, tag >>> 3);
      if (reader.pos > end) throw new Error('a field reaches past the end of its message');
      ((message as { [unknownFields]?: Uint8Array[] })[unknownFields] ??= []).push(
        plain(reader.raw(start, reader.pos)),
      );
    }
    if (reader.pos !== end) throw new Error('a field reaches past the end of its message');
  } catch (error) {
    if (error instanceof OnnxError) throw error;
    throw corrupt(where, error instanceof Error ? error.message : String(error), error);
  }
  return message;
}

/** Reads the field into the message; false when its wire type is not the one the table says. */
function readField(
  reader: Reader,
  message: Loose,
  field: PlannedField,
  wire: number,
  where: string,
  depth: number,
): boolean {
  const { key, type, repeated } = field;
  if (repeated && wire === 2 && wireTypeOf(type) !== 2) {
    const end = reader.size() + reader.pos;
    if (end > reader.len) throw corrupt(where, `${end - reader.len} bytes are missing at the end of the file`);
    const list = message[key] as unknown[];
    while (reader.pos < end) list.push(readScalar(reader, type as ScalarType));
    if (reader.pos !== end) throw corrupt(where, 'a packed list reaches past its end');
    return true;
  }
  if (wire !== wireTypeOf(type)) return false;
  const value = isScalar(type)
    ? readScalar(reader, type)
    : readMessage(reader, type, reader.size() + reader.pos, where, depth + 1);
  if (repeated) (message[key] as unknown[]).push(value);
  else message[key] = value;
  return true;
}

/** The same bytes without Node's Buffer class, so that messages look alike wherever their bytes came from. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readScalar(reader: Reader, type: ScalarType): Int64 | string | Uint8Array {
  switch (type) {
    case 'int32':
      return reader.int32();
    case 'int64':
      return fromLong(reader.int64());
    case 'uint64':
      return fromLong(reader.uint64());
    case 'size': {
      const value = fromLong(reader.int64());
      if (typeof value === 'bigint') throw new Error(`the size ${value} is beyond 2^53`);
      return value;
    }
    case 'float':
      return reader.float();
    case 'double':
      return reader.double();
    case 'string':
      return reader.string();
    case 'bytes':
      return plain(reader.bytes());
  }
}

/** A message with every repeated field empty and every `always` field at its default. */
function emptyMessage(type: MessageName): Loose {
  const message: Loose = {};
  for (const { key, type: fieldType, rule, repeated } of planOf(type).fields) {
    if (repeated) message[key] = [];
    else if (rule === 'always')
      message[key] = fieldType === 'string' ? '' : isScalar(fieldType) ? 0 : emptyMessage(fieldType);
  }
  return message;
}

function writeMessage(writer: Writer, type: MessageName, message: Loose): void {
  for (const field of planOf(type).fields) {
    const value = message[field.key];
    if (value === undefined || (field.rule === 'always' && (value === '' || value === 0))) continue;
    if (!field.repeated) writeField(writer, field, value);
    else if (field.rule === 'packed') writePacked(writer, field, value as unknown[]);
    else for (const item of value as unknown[]) writeField(writer, field, item);
  }
  for (const bytes of (message as { [unknownFields]?: Uint8Array[] })[unknownFields] ?? []) writer.raw(bytes);
}

function writeField(writer: Writer, { number, type }: PlannedField, value: unknown): void {
  writer.uint32((number << 3) | wireTypeOf(type));
  if (isScalar(type)) {
    writeScalar(writer, type, value);
  } else {
    writer.fork();
    writeMessage(writer, type, value as Loose);
    writer.ldelim();
  }
}

function writePacked(writer: Writer, { number, type }: PlannedField, values: unknown[]): void {
  if (values.length === 0) return;
  writer.uint32((number << 3) | 2).fork();
  for (const value of values) writeScalar(writer, type as ScalarType, value);
  writer.ldelim();
}

function writeScalar(writer: Writer, type: ScalarType, value: unknown): void {
  switch (type) {
    case 'int32':
      writer.int32(value as number);
      return;
    case 'int64':
    case 'size':
    case 'uint64':
      if (typeof value === 'number' && value >= 0 && value <= 0xffffffff) writer.uint32(value);
      else writer.int64(toLong(value as Int64));
      return;
    case 'float':
      writer.float(value as number);
      return;
    case 'double':
      writer.double(value as number);
      return;
    case 'string':
      writer.string(value as string);
      return;
    case 'bytes':
      writer.bytes(value as Uint8Array);
  }
}

function corrupt(where: string, what: string, cause?: unknown): OnnxError {
  return new OnnxError(
    'corrupt-model',
    `${where}: ${what}. The file is truncated or damaged; fetch or export it again.`,
    {
      cause,
    },
  );
}
