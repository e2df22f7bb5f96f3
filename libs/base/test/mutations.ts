import * as fc from 'fast-check';

type Bytes = Uint8Array<ArrayBuffer>;
type Mutation = (bytes: Bytes) => Bytes;

/** What sizes are when they lie. */
const SIZES = [0, 1, 0x7f_ff_ff_ff, 0x80_00_00_00, 0xff_ff_ff_ff] as const;

const cutOff =
  (end: number): Mutation =>
  (bytes) =>
    bytes.slice(0, end);

const flipBit =
  (at: number, bit: number): Mutation =>
  (bytes) =>
    at < bytes.length ? bytes.with(at, bytes[at]! ^ (1 << bit)) : bytes;

/** Most formats write sizes in four or eight bytes, the lower or the higher first. */
const lieAboutSize =
  (at: number, size: number, isLittleEndian: boolean): Mutation =>
  (bytes) => {
    if (at + 4 <= bytes.length) new DataView(bytes.buffer).setUint32(at, size, isLittleEndian);
    return bytes;
  };

const repeat =
  (from: number, to: number): Mutation =>
  (bytes) =>
    Uint8Array.from([...bytes.subarray(0, to), ...bytes.subarray(from)]);

/** One thing that happens to a file, in its first bytes: it is cut off, a bit turns, a size lies, a piece comes twice. */
const mutation = (length: number): fc.Arbitrary<Mutation> => {
  const place = fc.nat({ max: Math.max(0, length - 1) });
  return fc.oneof(
    place.map(cutOff),
    fc.tuple(place, fc.nat({ max: 7 })).map(([at, bit]) => flipBit(at, bit)),
    fc
      .tuple(place, fc.constantFrom(...SIZES), fc.boolean())
      .map(([at, size, isLittle]) => lieAboutSize(at, size, isLittle)),
    fc.tuple(place, place).map(([a, b]) => repeat(Math.min(a, b), Math.max(a, b))),
  );
};

/** Spoiled copies of a file: one to four mutations each, half of them near its start, where formats have their frames. */
export function spoiled(original: Uint8Array): fc.Arbitrary<Bytes> {
  const anywhere = mutation(original.length);
  const atStart = mutation(Math.min(original.length, 128));
  return fc
    .array(fc.oneof(anywhere, atStart), { minLength: 1, maxLength: 4 })
    .map((all) =>
      all.reduce<Bytes>((bytes, mutate) => (bytes.length === 0 ? bytes : mutate(bytes)), Uint8Array.from(original)),
    );
}
