import { texts } from '../texts/texts.ts';

/** An action that the list can be narrowed to; undefined for whatever else an address says. */
export const actionOf = (given: string | readonly string[] | undefined): string | undefined =>
  typeof given === 'string' && given in texts.team.activity.actions ? given : undefined;
