import { things } from './things.ts';

const pictures = (count: number): string => things(count, 'picture is', 'pictures are');

/** What the browser itself says, and how that is wanted. */
export const notices = {
  title: 'Notices of this browser',
  hint: 'Your browser can tell you when a run of yours ends or what you compose is drawn, as long as Facet is open in some window. It asks first whether it may.',
  on: 'On',
  off: 'Off',
  switchOn: 'Tell me when something is ready',
  switchOff: 'Tell me no more',
  blocked: 'Your browser lets this site show no notices. That can be changed in its own settings for this site.',
  impossible: 'This browser has no notices.',
  drawn: {
    FINISHED: (count: number) => `${pictures(count)} drawn.`,
    FAILED: () => 'It could not be drawn as a whole.',
    CANCELLED: () => 'It was cancelled.',
  },
} as const;
