/** `npm start` with a demo of a few seconds, for tests. */
import { start } from '../src/start/start.ts';

process.exit(await start(process.argv.slice(2), { steps: 2, seeds: [1], samplingSteps: 2 }));
