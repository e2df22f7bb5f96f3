import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

/** Their package, which is no part of the workspace: nobody else is to install it. */
export const FOLDER = join(ROOT, 'tools', 'strangers');

const GENERATED = join(FOLDER, 'generated');
const URQL = ['--form', 'tree', '--types', 'generated/urql/schema.ts', 'generated/urql/*.graphql'];

/** Each client's own way from the schema and its operations to typed documents, as programs and their arguments. */
const COMPILERS: Readonly<Record<string, readonly (readonly [program: string, ...rest: string[]])[]>> = {
  relay: [['relay-compiler', 'relay.config.json']],
  apollo: [['graphql-codegen', '--config', 'apollo/codegen.ts']],
  urql: [['facet-operations', '--schema', '../../apps/api/schema.graphql', ...URQL]],
  tada: [
    ['gql.tada', 'generate-output'],
    ['gql.tada', 'check'],
  ],
};

export const STRANGERS = Object.keys(COMPILERS);

/** Installs their packages by their own lockfile, once. */
export function installStrangers(): void {
  if (existsSync(join(FOLDER, 'node_modules', '.package-lock.json'))) return;
  run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}

/** Compiles the documents of all of them, then checks the types of their programs. Throws an Error with what a program says. */
export function compileAll(): void {
  rmSync(GENERATED, { recursive: true, force: true });
  for (const name of STRANGERS) mkdirSync(join(GENERATED, name), { recursive: true });
  // Its modules lie beside the operations, which are Apollo's too.
  copyFileSync(join(FOLDER, 'operations', 'walk.graphql'), join(GENERATED, 'urql', 'walk.graphql'));
  for (const name of STRANGERS) for (const command of COMPILERS[name]!) run(command);
  run(['tsc', '-p', 'tsconfig.json']);
}

/** Runs a program of this package, else of the workspace. */
function run([program, ...args]: readonly [program: string, ...rest: string[]]): void {
  const bins = [FOLDER, ROOT].map((folder) => join(folder, 'node_modules', '.bin'));
  const PATH = [...bins, process.env['PATH']].join(':');
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: FOLDER,
    encoding: 'utf8',
    env: { ...process.env, PATH },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`);
  console.log(`ok   ${program} ${args.join(' ')}`);
}
