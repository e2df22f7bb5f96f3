import { Command } from 'commander';
import { addBindingCommand } from './commands/binding.ts';
import { addCalibrateCommand } from './commands/calibrate.ts';
import { addReaderCommand } from './commands/reader.ts';
import { addComposeCommand } from './commands/compose.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addGenerateCommand } from './commands/generate.ts';
import { addGradientCommand } from './commands/gradient.ts';
import { addInvertCommand } from './commands/invert.ts';
import { addModelsCommand } from './commands/models.ts';
import { addRemoteCommand } from './commands/remote/remote.ts';
import { addTokensCommand } from './commands/tokens.ts';
import type { Run } from './context.ts';
import { exitCodes, exitReasons } from './exit-codes.ts';
import type { ExitReason } from './exit-codes.ts';

const exitTable = (Object.keys(exitCodes) as ExitReason[])
  .map((reason) => `  ${String(exitCodes[reason]).padStart(3)}  ${exitReasons[reason]}`)
  .join('\n');

const epilogue = `
Examples:
  facet invert cat.png --out out/cat
  facet invert house.png --out out/house
  facet compose --color out/cat --style out/cat --object out/house --layout out/house "a {style} drawing of a {color} {object} {layout}"

Exit codes:
${exitTable}`;

/** The whole command line. It never ends the process: what commander finds wrong is thrown. */
export function buildProgram(run: Run): Command {
  const program = new Command('facet')
    .description(
      'Takes a picture apart into color, style, object and layout tokens, and composes new pictures of them.',
    )
    .version('0.1.0')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .showHelpAfterError(false)
    .addHelpText('after', epilogue);
  addDemoCommand(program, run);
  addGenerateCommand(program, run);
  addInvertCommand(program, run);
  addComposeCommand(program, run);
  addTokensCommand(program, run);
  addModelsCommand(program, run);
  addCalibrateCommand(program, run);
  addReaderCommand(program, run);
  addBindingCommand(program, run);
  addGradientCommand(program, run);
  addEvaluateCommand(program, run);
  addRemoteCommand(program, run);
  return program;
}
