/** What the stack starts, for results. */
export const SERVERS = { postgres: '18.4', temporal: 'CLI 1.5.1, server 1.29.1' };
