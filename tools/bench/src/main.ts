/** `npm run bench -- <what> [options]`. Each part is loaded when it is asked for, since not every machine has what all need. */
import { UsageError } from './options.ts';

const USAGE = `Usage: npm run bench -- [pytorch | sharing | service | page | feeds | queue | fairness | person | attacks] [options]
  pytorch   Facet against PyTorch (default)
  sharing   runs that are trained in one batch against the same one after the other
  service   the API under load, and what row security costs
  page      the API's page of 50 tokens against one written by hand, and PostGraphile's
  feeds     what it costs to tell an organisation's members of a change
  queue     how long it takes to start an inversion, by how many wait already
  fairness  how long organisations wait for one that queues many runs
  attacks   what somebody else waits while one client attacks
  person    how long a neighbour waits for a picture while one person's organisations draw many
Each tells its options with --help.`;

type Measure = (args: readonly string[]) => Promise<void>;

const PARTS: Readonly<Record<string, () => Promise<Measure>>> = {
  pytorch: async () => (await import('./pytorch/compare.ts')).compareWithPyTorch,
  sharing: async () => (await import('./sharing.ts')).measureSharing,
  service: async () => (await import('./service/service.ts')).measureService,
  page: async () => (await import('./page/measure-page.ts')).measurePage,
  feeds: async () => (await import('./service/feeds-main.ts')).measureFeeds,
  queue: async () => (await import('./service/queue-main.ts')).measureQueue,
  fairness: async () => (await import('./service/fairness-main.ts')).measureFairness,
  attacks: async () => (await import('./attacks/attacks-main.ts')).measureAttacks,
  person: async () => (await import('./service/person-main.ts')).measurePerson,
};

const [first, ...rest] = process.argv.slice(2);
const [name, args] = first === undefined || first.startsWith('-') ? ['pytorch', process.argv.slice(2)] : [first, rest];
try {
  const part = PARTS[name];
  if (part === undefined) throw new UsageError(`There is no "${name}".\n${USAGE}`);
  await (
    await part()
  )(args);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\nTry --help.`);
  process.exitCode = 2;
}
