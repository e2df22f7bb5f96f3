/** QUEUED until a worker begins, RUNNING until it ends; a CANCELLED or FAILED inversion can be resumed. */
export type RunStatus = 'CANCELLED' | 'CANCELLING' | 'FAILED' | 'FINISHED' | 'QUEUED' | 'RUNNING';

/** An attribute, or TOKEN: the picture as a whole. */
export type TokenAttribute = 'COLOR' | 'LAYOUT' | 'OBJECT' | 'STYLE' | 'TOKEN';
