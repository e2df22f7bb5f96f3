export type RunStatus = 'CANCELLED' | 'CANCELLING' | 'FAILED' | 'FINISHED' | 'QUEUED' | 'RUNNING';

/** An attribute, or TOKEN: the picture as a whole. */
export type TokenAttribute = 'COLOR' | 'LAYOUT' | 'OBJECT' | 'STYLE' | 'TOKEN';
