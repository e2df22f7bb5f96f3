import type { Seal } from '@facet/contracts/seal';
import type { Database, Operations } from '@facet/db';
import type { AddressPolicy } from '@facet/intake';
import type { ObjectStore } from '@facet/storage';
import type { Logger } from 'pino';
import type { Engine } from './engine/engine.ts';

/** What activities work with. */
export interface Dependencies {
  readonly database: Database;
  readonly operations: Operations;
  readonly store: ObjectStore;
  readonly log: Logger;
}

/** What activities of one model work with besides. */
export interface EngineDependencies extends Dependencies {
  readonly engine: Engine;
  /** Optimiser steps between two checkpoints in storage: at most so many are lost with a worker. */
  readonly segmentSteps: number;
}

/** What requests to webhooks are made with besides. */
export interface WebhookDependencies extends Dependencies {
  readonly seal: Seal;
  readonly addresses: AddressPolicy;
  /** Between the attempts to deliver; one more than these and it is given up. */
  readonly webhookRetrySeconds: readonly number[];
}
