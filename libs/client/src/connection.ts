/** A page of a connection, as operations select it. */
export interface Page<Node> {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: Node }[];
}

export interface PageRequest {
  readonly first: number;
  readonly after: string | null;
}

export interface Listed<Node> {
  readonly nodes: readonly Node[];
  /** Of all pages. */
  readonly totalCount: number;
}

/** The most that the service gives at once. */
const PAGE_SIZE = 100;

/** The nodes of all pages of a list. A page is asked for when it is needed, with the cursor of the one before. */
export class NodeList<Node> implements AsyncIterable<Node> {
  readonly #read: (page: PageRequest) => Promise<Page<Node>>;

  constructor(read: (page: PageRequest) => Promise<Page<Node>>) {
    this.#read = read;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Node> {
    for await (const { edges } of this.pages()) for (const { node } of edges) yield node;
  }

  /** @param first nodes of a page, 100 at most */
  async *pages(first = PAGE_SIZE): AsyncGenerator<Page<Node>> {
    for (let after: string | null = null; ;) {
      const page: Page<Node> = await this.#read({ first, after });
      yield page;
      if (!page.pageInfo.hasNextPage) return;
      after = page.pageInfo.endCursor;
    }
  }

  /** The first `most` nodes, and how many there are. */
  async take(most = Number.POSITIVE_INFINITY): Promise<Listed<Node>> {
    const nodes: Node[] = [];
    let totalCount = 0;
    for await (const page of this.pages(Math.min(PAGE_SIZE, most))) {
      nodes.push(...page.edges.map(({ node }) => node));
      ({ totalCount } = page);
      if (nodes.length >= most) break;
    }
    return { nodes: nodes.slice(0, most), totalCount };
  }
}
