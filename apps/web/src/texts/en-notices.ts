/** What the browser itself says, and how that is wanted. */
export const notices = {
  title: 'Notices of this browser',
  hint: 'Your browser can tell you when a run of yours ends, as long as Facet is open in some window. It asks first whether it may.',
  on: 'On',
  off: 'Off',
  switchOn: 'Tell me when a run ends',
  switchOff: 'Tell me no more',
  blocked: 'Your browser lets this site show no notices. That can be changed in its own settings for this site.',
  impossible: 'This browser has no notices.',
} as const;
