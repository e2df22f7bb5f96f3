/** To a run that waits: its organisation has a place for another one at work. */
export const PLACE_SIGNAL = 'place';
