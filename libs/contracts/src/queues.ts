// Workflows import this file alone: the others need modules that their sandbox does not have.
import type { RunKind } from '@facet/base';
import type { Fingerprint } from './ids.ts';

/** Workflows of one model and its training: only workers that hold the model poll it. */
export const engineTaskQueue = (fingerprint: Fingerprint): string => `engine-${fingerprint}`;

/** Drawing with one model, so that who waits for a picture does not wait for a place among those who train. */
export const drawingTaskQueue = (fingerprint: Fingerprint): string => `drawing-${fingerprint}`;

/** Short work that needs no model: claims, endings and sweepers. Every worker polls it. */
export const SERVICE_TASK_QUEUE = 'service';

/** Requests to others' servers, which may take their time: apart, so that nothing of ours waits behind them. */
export const WEBHOOK_TASK_QUEUE = 'webhooks';

/** Among what waits on one queue, small is early. Whoever composes waits at the screen; an inversion takes its time anyway. */
export const PRIORITY: Readonly<Record<RunKind, number>> = { composition: 2, inversion: 4 };

/** Signal to a run that waits: its organisation has a place for another one at work. */
export const PLACE_SIGNAL = 'place';
