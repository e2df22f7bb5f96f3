import { FacetError } from '@facet/base';

export type ServiceErrorCode =
  /** No server program exists for this platform, or it is not installed. */
  | 'unsupported-platform'
  /** Another process listens on the asked port. */
  | 'port-in-use'
  /** Another server runs on the data folder. */
  | 'data-in-use'
  /** The program ended, or did not answer in time. */
  | 'start-failed'
  /** Neither a Temporal server nor a way to get one is there. */
  | 'temporal-missing'
  /** The server that DATABASE_URL or TEMPORAL_ADDRESS names cannot be used. */
  | 'unreachable'
  /** The state folder belongs to someone else, or its disk cannot be written to. */
  | 'state-unwritable'
  /** A service that ran has ended without being asked to. */
  | 'ended'
  /** The user ended the start. */
  | 'interrupted';

/** What keeps a development service from running; the message says what to do. */
export class ServiceError extends FacetError<ServiceErrorCode> {}
