/**
 * `npm start`, for now: inverts two bundled pictures and composes new ones of both, through the same code as the `facet`
 * commands. Everything it makes is under out/demo; a second start goes on where an interrupted one stopped.
 */
import { createReporter, runDemo, runWork } from '@facet/cli';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', '..', 'out', 'demo');
const reporter = createReporter(process.argv.includes('--json'));

process.exitCode = await runWork(reporter, async (context) => reporter.result(await runDemo(context, folder)));
