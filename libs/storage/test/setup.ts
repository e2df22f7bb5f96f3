import { findVersitygw } from '@facet/services';

/** Before any test, so that test files that run at once do not each build the S3 server. */
export async function setup(): Promise<void> {
  await findVersitygw();
}
