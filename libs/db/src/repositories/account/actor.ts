import type { UserId } from '@facet/contracts';

/** Who acts inside an organisation. `system` is our own work for it: workers and sweepers. */
export type Actor =
  { readonly kind: 'user'; readonly id: UserId } | { readonly kind: 'api-key' | 'system'; readonly id: string };

/** The user behind an actor, for `created_by` columns. */
export const userOf = (actor: Actor): UserId | null => (actor.kind === 'user' ? actor.id : null);
