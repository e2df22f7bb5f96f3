import { existsSync } from 'node:fs';
import type { Result } from '../../report/reporter.ts';
import type { Inverted } from './invert.ts';
import { assessmentLines } from './assess.ts';
import { leakData, leakLines } from '../tokens/leak-table.ts';
import { paletteText } from '../tokens/palette-text.ts';

/**
 * What a finished inversion says: files, what was found in the picture, and what to do next.
 * @param next the command that composes with its tokens
 */
export function invertResult({ folder, tokens, losses, stepsAllowed, assessment }: Inverted, next = 'compose'): Result {
  const found = tokens.objectWordOrigin === 'given' ? 'as given' : "found by the model's image encoder";
  const names = tokens.tokens.map(({ name }) => name);
  const isShortened = stepsAllowed !== undefined && tokens.steps < stepsAllowed;
  const hasPreviews = existsSync(folder.previewStrip);
  const hasLossCurve = existsSync(folder.lossCurvePng);
  return {
    lines: [
      `Tokens       ${folder.tokens} (${names.join(', ')})`,
      `Object       ${tokens.objectWord} (${found})`,
      `Colors       ${paletteText(tokens.palette)}`,
      ...(assessment === undefined ? [] : assessmentLines(assessment)),
      ...(isShortened ? [`Steps        ${tokens.steps} of ${stepsAllowed}: the probes had nothing left to gain`] : []),
      ...(hasLossCurve ? [`Loss curve   ${folder.lossCurvePng}`] : []),
      ...(hasPreviews ? [`Previews     ${folder.previewStrip}`] : []),
      ...(tokens.leakReport === undefined ? [] : ['', ...leakLines(tokens.leakReport)]),
      '',
      `Next: npm run facet -- ${next} ${names.map((name) => composeOption(name, folder.path)).join(' ')}`,
    ],
    data: {
      command: 'invert',
      folder: folder.path,
      tokens: folder.tokens,
      names,
      method: tokens.method,
      steps: tokens.steps,
      ...(isShortened ? { stepsSaved: stepsAllowed - tokens.steps } : {}),
      seed: tokens.seed,
      fingerprint: tokens.fingerprint,
      objectWord: tokens.objectWord,
      objectWordOrigin: tokens.objectWordOrigin,
      palette: tokens.palette,
      losses,
      ...(assessment === undefined ? {} : { assessment }),
      ...leakData(tokens),
      ...(hasLossCurve ? { lossCurve: folder.lossCurvePng } : {}),
      ...(hasPreviews ? { previews: folder.previewStrip } : {}),
    },
  };
}

/** A token of the whole picture takes the object's place. */
function composeOption(name: string, path: string): string {
  return `--${name === 'token' ? 'object' : name} ${shellWord(path)}`;
}

/** The command that goes on with an interrupted run: the options of its first start are kept in its folder. */
export function resumeCommand(image: string, folder: string, flags: { model?: string; device?: string }): string {
  const model = flags.model === undefined ? '' : ` --model ${shellWord(flags.model)}`;
  const device = flags.device === undefined ? '' : ` --device ${flags.device}`;
  return `npm run facet -- invert ${shellWord(image)} --out ${shellWord(folder)}${model}${device} --resume`;
}

/** Quoted for a shell where it needs to be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
