/** A page of a connection. */
export interface Page<Node> {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: Node }[];
}

/** The most that the service gives at once. */
const pageSize = 100;

export interface Listed<Node> {
  readonly nodes: readonly Node[];
  /** Of all pages. */
  readonly totalCount: number;
}

/** Reads pages, each with the cursor of the one before, until there are `most` rows or no more. */
export async function listPages<Node>(
  read: (page: { first: number; after: string | null }) => Promise<Page<Node>>,
  most = Number.POSITIVE_INFINITY,
): Promise<Listed<Node>> {
  const nodes: Node[] = [];
  let after: string | null = null;
  for (;;) {
    const { edges, pageInfo, totalCount }: Page<Node> = await read({
      first: Math.min(pageSize, most - nodes.length),
      after,
    });
    nodes.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage || nodes.length >= most) return { nodes, totalCount };
    after = pageInfo.endCursor;
  }
}
