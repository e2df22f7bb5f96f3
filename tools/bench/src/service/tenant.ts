import type { Person } from './people.ts';
import type { FilledLibrary } from './seed.ts';

/** An organisation that has something. */
export interface Tenant {
  readonly person: Person;
  /** The first of several. */
  readonly library: FilledLibrary;
}
