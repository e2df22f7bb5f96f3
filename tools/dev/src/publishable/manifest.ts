/** As much of a package.json as is looked at. */
export interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly private?: boolean;
  readonly scripts?: unknown;
  readonly devDependencies?: unknown;
  readonly nx?: unknown;
  readonly [more: string]: unknown;
}

const compiled = (path: string): string => path.replace('./src/', './dist/').replace(/\.ts$/, '.js');

/** The package.json that is published: entries are JavaScript with types, and what only this repository needs is left out. */
export function publishedManifest(manifest: Manifest): Record<string, unknown> {
  const { private: _, scripts: _scripts, devDependencies: _dev, nx: _nx, exports, bin, ...kept } = manifest;
  const entries = Object.entries(exports).filter(([, path]) => path.startsWith('./src/'));
  const published = entries.map(([name, path]) => {
    const javascript = compiled(path);
    return [name, { types: javascript.replace(/\.js$/, '.d.ts'), default: javascript }];
  });
  const hasSchema = manifest.name === '@facet/client';
  return {
    ...kept,
    engines: { node: '>=22' },
    files: ['dist', ...(hasSchema ? ['schema.graphql'] : [])],
    exports: { ...Object.fromEntries(published), ...(hasSchema && { './schema.graphql': './schema.graphql' }) },
    ...(bin && { bin: Object.fromEntries(Object.entries(bin).map(([name, path]) => [name, compiled(path)])) }),
  };
}
