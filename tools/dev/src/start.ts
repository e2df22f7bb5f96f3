/** `npm start`: everything that Facet consists of, on this machine. See `npm start -- --help`. */
import { WHOLE_DEMO } from './demo/plan.ts';
import { start } from './start/start.ts';

process.exit(await start(process.argv.slice(2), WHOLE_DEMO));
