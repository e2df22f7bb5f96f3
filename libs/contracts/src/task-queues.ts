// Workflows import this file alone: the others need modules that their sandbox does not have.
import type { Fingerprint } from './ids.ts';

/** Engine work of one model: only workers that hold the model poll it. */
export const engineTaskQueue = (fingerprint: Fingerprint): string => `engine-${fingerprint}`;

/** Work that needs no model: webhooks and sweepers. Every worker polls it. */
export const SERVICE_TASK_QUEUE = 'service';
