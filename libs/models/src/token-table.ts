import { elementBytes, readValues } from './weights/read.ts';
import { TOKEN_TABLE } from './clip/text.ts';
import type { TextTower } from './sources/source.ts';

/** A text encoder's token table [vocabulary, width], in float32. */
export function readTokenTable({ weights }: TextTower): {
  readonly data: Float32Array;
  readonly dims: readonly number[];
} {
  const table = weights.get(TOKEN_TABLE);
  return { data: readValues(table, 0, table.length / elementBytes(table)), dims: table.dims };
}
