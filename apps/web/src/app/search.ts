/** What pages get of their address. */
export interface Search {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export interface OfId {
  readonly params: Promise<{ readonly id: string }>;
}
