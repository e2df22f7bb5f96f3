import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedManifest, type Manifest } from './manifest.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

/** What is published, each after what it needs. */
const PACKAGES = ['base', 'client'];

/**
 * Writes each package as it is published into a folder of its name: JavaScript and types in `dist`, since Node runs no TypeScript
 * of installed packages. Throws an Error with the compiler's complaints.
 */
export function buildPublishable(folder: string): void {
  for (const name of PACKAGES) {
    const source = join(ROOT, 'libs', name);
    const target = join(folder, name);
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    compile(source, target, folder);
    const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest;
    writeFileSync(join(target, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
    cpSync(join(source, 'README.md'), join(target, 'README.md'));
    cpSync(join(ROOT, 'LICENSE'), join(target, 'LICENSE'));
  }
  cpSync(join(ROOT, 'apps', 'api', 'schema.graphql'), join(folder, 'client', 'schema.graphql'));
}

function compile(source: string, target: string, folder: string): void {
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      rootDir: join(source, 'src'),
      outDir: join(target, 'dist'),
      typeRoots: [join(ROOT, 'node_modules', '@types')],
      paths: Object.fromEntries(PACKAGES.map((name) => [`@facet/${name}`, [join(folder, name, 'dist', 'index.d.ts')]])),
    },
    include: [join(source, 'src')],
    exclude: [join(source, 'src', '**', '*.test.ts')],
  };
  const file = join(target, 'tsconfig.json');
  writeFileSync(file, JSON.stringify(config));
  const { status, stdout, error } = spawnSync(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', file], {
    encoding: 'utf8',
  });
  rmSync(file);
  if (status !== 0) throw new Error(`${source} does not compile: ${error?.message ?? stdout}`);
}
