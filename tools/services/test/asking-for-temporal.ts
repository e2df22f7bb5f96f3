/** Asks for Temporal with a supply that takes some seconds; says when half of its work is done. For tests. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { temporalProgram } from '../src/temporal/program.ts';

const [cache = '', made = '', seconds = '0'] = process.argv.slice(2);

await temporalProgram(
  {},
  {
    path: '',
    cache,
    supplies: [
      async (folder) => {
        const program = join(folder, 'temporal');
        writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
        process.send?.('half-made');
        await delay(Number(seconds) * 1000);
        appendFileSync(program, 'echo "temporal version 1.5.1 (Server 1.29.1)"\n');
        appendFileSync(made, 'made\n');
        return program;
      },
    ],
  },
);
process.exit();
