import type { AttributeReader } from '../attribute-reader.ts';
import type { Rewriter } from './rewriter.ts';

/** How an operator is rewritten. A node with any other attribute stays as it is. */
export interface Lowering {
  /** Attributes that `write` reads. */
  readonly reads: readonly string[];
  /** Attributes that the result does not depend on. */
  readonly moot: readonly string[];
  /** Whether the result has the shape and type of the first input, which ONNX Runtime does not always find out. */
  readonly keepsShape: boolean;
  /** Writes the replacement and returns true, or writes nothing and returns false where the node must stay. */
  readonly write: (rewriter: Rewriter, node: AttributeReader<string>) => boolean;
}

export function lowering<const A extends string>(
  declared: { reads: readonly A[]; moot?: readonly string[]; keepsShape: boolean },
  write: (rewriter: Rewriter, node: AttributeReader<A>) => boolean,
): Lowering {
  return { moot: [], ...declared, write };
}
