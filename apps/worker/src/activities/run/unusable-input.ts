import { FacetError } from '@facet/base';
import type { RunErrorCode } from '@facet/contracts';

/** What asked for the run cannot be done; the message is for the people who asked. */
export class UnusableInput extends FacetError<RunErrorCode> {
  constructor(message: string, code: RunErrorCode = 'invalid-input') {
    super(code, message);
  }
}
