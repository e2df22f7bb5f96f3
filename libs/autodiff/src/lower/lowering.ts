import type { AttributeReader } from '../attribute-reader.ts';
import type { Rewriter } from './rewriter.ts';

/** How an operator is rewritten. A node with any other attribute stays as it is. */
export interface Lowering {
  /** Attributes that `write` reads. */
  readonly reads: readonly string[];
  /** Attributes that the result does not depend on. */
  readonly moot: readonly string[];
  /** Writes the replacement and returns true, or writes nothing and returns false where the node must stay. */
  readonly write: (rewriter: Rewriter, node: AttributeReader<string>) => boolean;
}

export function lowering<const A extends string>(
  reads: readonly A[],
  moot: readonly string[],
  write: (rewriter: Rewriter, node: AttributeReader<A>) => boolean,
): Lowering {
  return { reads, moot, write };
}
