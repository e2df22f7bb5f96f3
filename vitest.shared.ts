/**
 * Limits of every project's tests. A machine that is busy with something else takes many times as long as one that is not, and
 * a test that fails on it says nothing about the code: these only end what hangs.
 */
export const limits = {
  testTimeout: 600_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 120_000 } },
};

/** For hooks that may have to build Temporal or the S3 server first. */
export const BUILD_TIMEOUT = 3_600_000;
