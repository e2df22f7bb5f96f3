import { cancelComposition, cancelInversion, ClientError, resumeInversion } from '@facet/client';
import { Option } from 'commander';
import type { Command } from 'commander';
import { commonOptions, remoteOptions, wholeNumber } from '../../options.ts';
import { userPath } from '../../paths.ts';
import type { Run } from '../../context.ts';
import { saveComposition, watchComposition } from '../../remote/compositions.ts';
import { savedResult } from '../../remote/invert-picture.ts';
import { watchInversion } from '../../remote/inversions.ts';
import { kindOf } from '../../remote/named.ts';
import type { PictureMetadata } from '../../remote/picture-metadata.ts';
import { RunsDocument, type RunsQuery } from '../../remote/operations/runs.graphql.ts';
import type { Remote } from '../../remote/remote.ts';
import { withRemote } from '../../remote/with-remote.ts';
import type { Result } from '../../report/reporter.ts';
import { tableLines } from '../../report/table.ts';

const watchHelp = `
Ctrl-C ends the watching; the run goes on.

Example:
  facet remote runs watch <id> --out out/cat`;

/** Inversions and compositions, by their ids. */
export function addRunsCommand(remote: Command, run: Run): void {
  const runs = remote
    .command('runs')
    .description('Lists inversions and compositions, watches, cancels and resumes them.');
  runs
    .command('list', { isDefault: true })
    .description('Lists the newest inversions and compositions.')
    .addOption(new Option('--limit <number>', 'of each kind').argParser(wholeNumber(1, 100)).default(10))
    .addOption(commonOptions.json())
    .action(({ limit }: { readonly limit: number }) =>
      run((context) =>
        withRemote(context, async (connection) => {
          const found = await connection.run(RunsDocument, { first: limit });
          const inversions = found.inversions.edges.map(({ node }) => node);
          const compositions = found.compositions.edges.map(({ node }) => node);
          return {
            lines: tableLines(columns, [
              ...inversions.map((run) => ({ kind: 'inversion', run, title: run.name })),
              ...compositions.map((run) => ({ kind: 'composition', run, title: run.prompt ?? '' })),
            ]),
            data: { command: 'remote runs', inversions, compositions },
          };
        }),
      ),
    );
  runs
    .command('watch')
    .description('Shows how far a run is until it is finished, then fetches its files if --out says where to.')
    .argument('<id>', 'of an inversion or composition')
    .addOption(commonOptions.out('folder for its files'))
    .addOption(remoteOptions.metadata())
    .addOption(commonOptions.json())
    .addHelpText('after', watchHelp)
    .action((id: string, flags: WatchFlags) =>
      run((context) => withRemote(context, (connection) => watch(connection, id, flags))),
    );
  runs
    .command('cancel')
    .description('Stops a run. An inversion keeps its checkpoint and can be resumed.')
    .argument('<id>', 'of an inversion or composition')
    .addOption(commonOptions.json())
    .action((id: string) =>
      run((context) =>
        withRemote(context, async (connection) => {
          const isInversion = (await runKind(connection, id)) === 'Inversion';
          const { status } = await (isInversion ? cancelInversion(connection, id) : cancelComposition(connection, id));
          return { lines: [`It is ${status.toLowerCase()}.`], data: { command: 'remote runs cancel', id, status } };
        }),
      ),
    );
  runs
    .command('resume')
    .description('Queues a cancelled or failed inversion again; it goes on from its last checkpoint.')
    .argument('<id>', 'of an inversion')
    .addOption(commonOptions.json())
    .action((id: string) =>
      run((context) =>
        withRemote(context, async (connection) => {
          const { status } = await resumeInversion(connection, id);
          return {
            lines: [
              `It is ${status.toLowerCase()}. See how far it is with:`,
              `  npm run facet -- remote runs watch ${id}`,
            ],
            data: { command: 'remote runs resume', id, status },
          };
        }),
      ),
    );
}

type Listed = RunsQuery['inversions']['edges'][number]['node'] | RunsQuery['compositions']['edges'][number]['node'];

interface Line {
  readonly kind: string;
  readonly run: Listed;
  readonly title: string;
}

const columns = {
  id: ({ run }: Line) => run.id,
  kind: ({ kind }: Line) => kind,
  status: ({ run }: Line) => run.status.toLowerCase(),
  done: ({ run }: Line) => `${run.done}/${run.total}`,
  'name or prompt': ({ title }: Line) => title,
};

interface WatchFlags {
  readonly out?: string;
  readonly metadata: PictureMetadata;
}

async function watch(remote: Remote, id: string, { out, metadata }: WatchFlags): Promise<Result> {
  const folder = out === undefined ? undefined : userPath(out);
  if ((await runKind(remote, id)) === 'Inversion') {
    const inversion = await watchInversion(remote, id);
    if (folder !== undefined) return savedResult(remote, inversion, folder);
  } else {
    await watchComposition(remote, id);
    if (folder !== undefined) {
      const { files, contactSheet } = await saveComposition(remote, id, folder, 'Composed', metadata);
      const data = { command: 'remote compose', id, pictures: files, contactSheet };
      return { lines: [...files.map(({ path }) => path), contactSheet], data };
    }
  }
  return { lines: ['It is finished.'], data: { command: 'remote runs watch', id, status: 'FINISHED' } };
}

/** @throws ClientError `not-found` for what is no run of the organisation */
async function runKind(remote: Remote, id: string): Promise<'Inversion' | 'Composition'> {
  const kind = await kindOf(remote, id);
  if (kind === 'Inversion' || kind === 'Composition') return kind;
  throw new ClientError('not-found', `There is no run ${id} in the organisation. \`facet remote runs\` lists them.`);
}
