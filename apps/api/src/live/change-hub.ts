import type { RunKind } from '@facet/base';
import type { ChangeEvent, OrganizationId } from '@facet/contracts';
import { listenForChanges } from '@facet/db';
import { Announcement } from './announcement.ts';
import { decidesRights } from './rights.ts';

/** Whoever is told of everything that concerns an organisation. */
export interface Listener {
  /** The same object to all of them. */
  readonly onAnnounced: (announcement: Announcement) => void;
  /** After a gap anything may have changed. */
  readonly onGap: () => void;
}

/** One connection that listens, and everybody in this process who watches a run or follows an organisation. */
export interface ChangeHub {
  /**
   * Calls `wake` on each change of this run, and on gaps. A watcher gets no queue: it is told that something changed and reads the
   * newest state, so a slow client misses steps in between and nothing piles up. Returns the way to stop.
   */
  watch(kind: RunKind, id: string, wake: () => void): () => void;
  /** Tells of what is announced to the organisation, and of the ends of sessions. Returns the way to stop. */
  follow(organizationId: OrganizationId, listener: Listener): () => void;
  /** Grows with everything that decides who may see what: an answer of before is not shared after. */
  age(): number;
  close(): Promise<void>;
}

const RUNS: Partial<Record<ChangeEvent['kind'], RunKind>> = { Inversion: 'inversion', Composition: 'composition' };

export async function openChanges(appUrl: string, onError: (error: Error) => void): Promise<ChangeHub> {
  const watchers = createSets<() => void>();
  const followers = createSets<Listener>();
  let age = 0;
  const stop = await listenForChanges(appUrl, {
    onChange(change) {
      const { kind, ids, organizationId } = change;
      const run = RUNS[kind];
      if (run) for (const id of ids) watchers.of(`${run}:${id}`).forEach((wake) => wake());
      if (decidesRights(change)) age++;
      const announcement = new Announcement(change);
      const told = organizationId === null ? followers.all() : followers.of(organizationId);
      for (const { onAnnounced } of told) onAnnounced(announcement);
    },
    onGap() {
      age++;
      for (const wake of watchers.all()) wake();
      for (const { onGap } of followers.all()) onGap();
    },
    onError,
  });
  return {
    watch: (kind, id, wake) => watchers.add(`${kind}:${id}`, wake),
    follow: (organizationId, listener) => followers.add(organizationId, listener),
    age: () => age,
    close: stop,
  };
}

/** Members by key; what has no members takes no room. */
function createSets<Member>() {
  const sets = new Map<string, Set<Member>>();
  return {
    /** A copy: who is told may leave. */
    of: (key: string): Member[] => [...(sets.get(key) ?? [])],
    all: (): Member[] => [...sets.values()].flatMap((set) => Array.from(set)),
    add(key: string, member: Member): () => void {
      const set = sets.get(key) ?? new Set();
      sets.set(key, set.add(member));
      return () => {
        set.delete(member);
        if (set.size === 0 && sets.get(key) === set) sets.delete(key);
      };
    },
  };
}
