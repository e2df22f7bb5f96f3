import { ParserError, PictureError, type Declaration } from '@facet/intake';
import type { ReadPicture } from '../foreign/read-picture.ts';
import type { Context } from '../graphql/context.ts';

/** Has a picture read where it can do no harm. Throws `PictureError`. */
export async function readPicture(
  { services, log }: Context,
  bytes: Uint8Array,
  declared?: Declaration,
): Promise<ReadPicture> {
  try {
    return await services.foreignFiles.parsers.run('readPicture', bytes, declared);
  } catch (error) {
    if (!(error instanceof ParserError)) throw error;
    log.warn({ err: error }, 'a picture did not let itself be read');
    throw new PictureError(
      'too-slow',
      'Reading the picture takes more time or memory than a picture may take; save it again, or smaller.',
      { cause: error },
    );
  }
}
