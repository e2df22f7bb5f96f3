import { FacetError } from '@facet/base';
import type { RunStatus } from '@facet/contracts';

/** The run's row says that it, or this attempt of it, is not to go on; the code is the state that it is in. */
export class Stopped extends FacetError<RunStatus> {
  constructor(status: RunStatus) {
    super(status, `The run is ${status}.`);
  }
}
