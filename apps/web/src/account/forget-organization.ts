const FORGET = '/organization/forget?next=/';

let isOnTheWay = false;

/**
 * Goes home, to the session's own organisation, from one that is left or gone. Once: whoever deletes an organisation learns it by the answer
 * and by the feed, and a second navigation would cut off the first.
 */
export function forgetOrganization(): void {
  if (isOnTheWay) return;
  isOnTheWay = true;
  location.assign(FORGET);
}
