import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPublishable } from '../src/publishable/build.ts';

const root = join(import.meta.dirname, '..', '..', '..');
let folder: string;
/** A program of somebody else, with the packages as npm puts them there. */
beforeAll(() => {
  // Within the checkout, so that what the packages depend on is found where the workspace has it.
  const parent = join(root, '.facet');
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, 'publishable-'));
  const built = join(folder, 'built');
  buildPublishable(built);
  for (const name of readdirSync(built)) {
    const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: join(built, name),
      encoding: 'utf8',
    });
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    const installed = join(folder, 'node_modules', '@facet', name);
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components=1']);
  }
  rmSync(built, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const installed = (...path: string[]): string => join(folder, 'node_modules', '@facet', ...path);

test('the packages carry JavaScript, types, README and licence, and nothing of this repository', () => {
  expect(readdirSync(installed('client')).toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'dist',
    'package.json',
    'schema.graphql',
  ]);
  const files = readdirSync(installed('client', 'dist'), { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => /\.test\.|(?<!\.d)\.ts$/.test(name))).toEqual([]);
  expect(readFileSync(installed('client', 'package.json'), 'utf8')).not.toMatch(/"(private|nx|scripts)"/);
});

test("a program in JavaScript runs with them, and Node's own loader finds every entry", () => {
  const program = `
    import { ClientError, connect } from '@facet/client';
    import { generateModules } from '@facet/client/codegen';
    const client = connect({ url: 'http://127.0.0.1:1/graphql', credentials: { apiKey: 'x' } });
    const { getViewer } = await import('@facet/client');
    const error = await getViewer(client).catch((thrown) => thrown);
    process.stdout.write([error instanceof ClientError, error.code, typeof generateModules].join(' '));`;
  writeFileSync(join(folder, 'program.js'), program);
  expect(execFileSync(process.execPath, ['program.js'], { cwd: folder, encoding: 'utf8' })).toBe(
    'true unreachable function',
  );
});

test('a program in TypeScript gets its types, of its own operations too, and is told what is wrong', () => {
  writeFileSync(join(folder, 'library.graphql'), 'query Mine { libraries(first: 1) { totalCount } }');
  const generator = installed('client', 'dist', 'codegen', 'main.js');
  const schema = installed('client', 'schema.graphql');
  const args = [generator, '--schema', schema, '--types', 'schema.ts', 'library.graphql'];
  execFileSync(process.execPath, args, { cwd: folder });
  const program = `
    import { connect, listTokens } from '@facet/client';
    import { MineDocument } from './library.graphql.ts';
    const client = connect({ url: 'http://127.0.0.1:1' });
    export const count: number = (await client.run(MineDocument, {})).libraries.totalCount;
    export const { nodes } = await listTokens(client, { attribute: 'COLOR' }).take(1);
    // @ts-expect-error -- there is no such attribute
    listTokens(client, { attribute: 'COLOUR' });
    // @ts-expect-error -- nor such a field
    nodes[0]?.nothing;`;
  writeFileSync(join(folder, 'program.ts'), program);
  const options = {
    target: 'es2024',
    lib: ['es2024', 'dom'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    types: [],
    allowImportingTsExtensions: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['program.ts'] }));
  const { stdout, status } = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
