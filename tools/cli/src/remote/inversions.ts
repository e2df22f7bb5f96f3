import type { Attribute, StepLosses } from '@facet/base';
import { cancelInversion, ClientError, followInversion, getInversion, type Inversion } from '@facet/client';
import type { Assessment, PictureWarning } from '@facet/inversion';
import { join } from 'node:path';
import { drawLossCurve } from '../actions/invert/invert-drawings.ts';
import { ensureDirectory } from '../paths.ts';
import { RunFolder } from '../run-folder.ts';
import { fetchFile, fetchFileTo } from './fetch-file.ts';
import type { Remote } from './remote.ts';
import { showRun, type Shown } from './show-run.ts';

/**
 * Shows an inversion's progress until it is finished; Ctrl-C cancels it.
 * @throws CliError `interrupted`, ClientError; see `showRun`
 */
export function showInversion(
  remote: Remote,
  inversion: Pick<Inversion, 'id' | 'name'>,
  resumeCommand?: string,
): Promise<Inversion> {
  const cancel = (): Promise<unknown> => cancelInversion(remote, inversion.id);
  return showRun(remote.context, { ...progressOf(remote, inversion), cancel, resumeCommand });
}

/** The same, except that Ctrl-C ends the watching alone. */
export async function watchInversion(remote: Remote, id: string): Promise<Inversion> {
  return showRun(remote.context, progressOf(remote, await getInversion(remote, id)));
}

const progressOf = (remote: Remote, { id, name }: Pick<Inversion, 'id' | 'name'>): Shown<Inversion> => ({
  label: `Inverting ${name}`,
  states: () => warning(remote, followInversion(remote, id)),
  details: ({ losses }) => (losses ? { loss: losses.total } : {}),
});

/** Passes the states on, and says what the model warns of as soon as it does. */
async function* warning(remote: Remote, states: AsyncIterable<Inversion>): AsyncGenerator<Inversion> {
  let isTold = false;
  for await (const state of states) {
    if (state.assessment && !isTold)
      for (const { message } of state.assessment.warnings) remote.context.reporter.warn(message);
    isTold ||= state.assessment !== null;
    yield state;
  }
}

/** The API's assessment as a token run on this machine has it. */
function assessmentOf({ assessment }: Pick<Inversion, 'assessment'>): Assessment | undefined {
  if (!assessment) return undefined;
  const { words, warnings, unlikeness, colorDistance } = assessment;
  return {
    words: Object.fromEntries(
      words.map(({ attribute, word, confidence }) => [attribute.toLowerCase(), { word, confidence }]),
    ),
    unlikeness,
    colorDistance,
    warnings: warnings.map(warningOf),
  };
}

function warningOf({ code, attribute, message }: RemoteWarning): PictureWarning {
  const common = { code: code as PictureWarning['code'], message };
  return attribute ? { ...common, attribute: attribute.toLowerCase() as Attribute } : common;
}

type RemoteWarning = NonNullable<Inversion['assessment']>['warnings'][number];

/** What `saveInversion` leaves in its folder. */
export interface SavedInversion {
  readonly tokens: string;
  readonly lossCurve: string;
  readonly losses: readonly StepLosses[];
  readonly assessment: Assessment | undefined;
}

/**
 * Fetches the files of a finished inversion into a folder, under the names that `facet invert` gives them, so that the
 * other commands find the tokens there. @throws ClientError `wrong-state` for an inversion without tokens yet
 */
export async function saveInversion(remote: Remote, id: string, path: string): Promise<SavedInversion> {
  const inversion = await getInversion(remote, id);
  const { name, method, tokenFile, lossCurve, picture, image } = inversion;
  if (!tokenFile || !lossCurve)
    throw new ClientError('wrong-state', `${name} has no tokens; it is ${inversion.status.toLowerCase()}.`);
  const folder = new RunFolder(await ensureDirectory(path));
  if (image?.file) await fetchFileTo(remote, image.file.url, folder.reference);
  if (picture) await fetchFileTo(remote, picture.url, join(path, 'preview.png'));
  const losses = JSON.parse((await fetchFile(remote, lossCurve.url)).toString()) as StepLosses[];
  folder.writeLosses(losses);
  await drawLossCurve(folder, { imageName: name, method }, losses);
  // Last, because a folder with tokens is one of a finished run.
  await fetchFileTo(remote, tokenFile.url, folder.tokens);
  return { tokens: folder.tokens, lossCurve: folder.lossCurvePng, losses, assessment: assessmentOf(inversion) };
}
