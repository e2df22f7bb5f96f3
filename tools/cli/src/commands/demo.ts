import type { Command } from 'commander';
import { join } from 'node:path';
import { runDemo } from '../demo/run-demo.ts';
import { commonOptions } from '../options.ts';
import { userPath } from '../paths.ts';
import type { Run } from '../context.ts';

export function addDemoCommand(program: Command, run: Run): void {
  program
    .command('demo')
    .summary('invert two bundled pictures and compose new ones of both')
    .description(
      'Inverts two pictures that the model comes with, composes new ones of both, and has two classifiers judge them. What an earlier call left in the folder is used.',
    )
    .addOption(commonOptions.out('folder for pictures and tokens (default: out/demo)'))
    .addOption(commonOptions.json())
    .action((flags: { out?: string }) =>
      run((context) => runDemo(context, userPath(flags.out ?? join('out', 'demo')))),
    );
}
