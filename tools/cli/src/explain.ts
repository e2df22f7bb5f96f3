import { AutodiffError } from '@facet/autodiff';
import { ClientError } from '@facet/client';
import { ImageError, ModelError, SamplingError, SchedulerError, SourceError, TokenizerError } from '@facet/diffusion';
import { InversionError } from '@facet/inversion';
import { OnnxError } from '@facet/onnx';
import { SafetensorsError } from '@facet/safetensors';
import { CommanderError } from 'commander';
import { CliError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import * as failures from './failures.ts';
import type { Failure } from './report/reporter.ts';

export interface Explained {
  readonly failure: Failure;
  readonly exitCode: number;
}

/** What an error means to the user: code, message, remedy and exit code. */
export function explain(thrown: unknown): Explained {
  const error = unwrapped(thrown);
  const known = lookUp(error);
  if (known) {
    const { code, message, meaning } = known;
    const [reason, remedy] = meaning;
    return { failure: { code, message, remedy }, exitCode: exitCodes[reason] };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const remedy = 'This should not happen: please report it with the text above.';
  return { failure: { code: 'bug', message, remedy, stack }, exitCode: exitCodes.bug };
}

/** A run of a batch wraps whatever it meets into an InversionError of the same message; the cause says more. */
function unwrapped(error: unknown): unknown {
  if (!(error instanceof InversionError) || !(error.cause instanceof Error)) return error;
  return error.cause.message === error.message ? error.cause : error;
}

interface Known {
  readonly code: string;
  readonly message: string;
  readonly meaning: failures.Meaning;
}

function lookUp(error: unknown): Known | undefined {
  const known = (code: string, meaning: failures.Meaning): Known => ({
    code,
    message: (error as Error).message,
    meaning,
  });
  if (error instanceof CliError) return known(error.code, failures.cliErrors[error.code]);
  if (error instanceof OnnxError) return known(error.code, failures.onnxErrors[error.code]);
  if (error instanceof AutodiffError) return known(error.code, failures.autodiffErrors[error.code]);
  if (error instanceof ModelError) return known(error.code, failures.modelErrors[error.code]);
  if (error instanceof SourceError) return known(error.code, failures.sourceErrors[error.code]);
  if (error instanceof TokenizerError) return known(error.code, failures.tokenizerErrors[error.code]);
  if (error instanceof SchedulerError) return known(error.code, failures.schedulerErrors[error.code]);
  if (error instanceof SamplingError) return known(error.code, failures.samplingErrors[error.code]);
  if (error instanceof ImageError) return known(error.code, failures.imageErrors[error.code]);
  if (error instanceof SafetensorsError) return known(error.code, failures.safetensorsErrors[error.code]);
  if (error instanceof InversionError) return known(error.code, failures.inversionErrors[error.code]);
  if (error instanceof ClientError) return known(error.code, failures.clientErrors[error.code]);
  if (error instanceof CommanderError)
    return { code: 'usage', message: usageMessage(error), meaning: failures.cliErrors.usage };
  if (error instanceof Error && error.name === 'AbortError')
    return { code: 'interrupted', message: 'Interrupted.', meaning: ['interrupted', 'Run the command again.'] };
  return fileSystemError(error);
}

/** Commander's own, with what it does not know: that most texts here have several words. */
function usageMessage({ code, message }: CommanderError): string {
  const remedy = code === 'commander.excessArguments' ? ' A text of several words stands in quotes.' : '';
  return `${message.replace(/^error: /, '')}${remedy}`;
}

const disk = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'EIO']);
const input = new Set(['ENOENT', 'EISDIR', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/** Errors of Node's own file functions, where no library said it better. */
function fileSystemError(error: unknown): Known | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && disk.has(code)) return { code: 'io', message, meaning: failures.cliErrors['write-failed'] };
  if (code !== undefined && input.has(code)) return { code: 'io', message, meaning: failures.cliErrors['bad-input'] };
  return undefined;
}
