import type { FanOutResult } from './fan-out.ts';
import type { LoadResult } from './load.ts';
import type { RowSecurityResult } from './row-security.ts';

/** What was measured of the service, case by case. */
export interface ServiceResult {
  readonly rowSecurity?: readonly RowSecurityResult[];
  readonly clients?: LoadResult;
  readonly fanOut?: FanOutResult;
}
