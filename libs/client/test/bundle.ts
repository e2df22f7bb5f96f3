import { build } from 'esbuild';
import { join } from 'node:path';

export interface Bundle {
  readonly code: string;
  /** Folders below node_modules and libs whose files are in it. */
  readonly packages: readonly string[];
}

/** Modules for a browser, as a web application's build makes them. */
export async function bundle(source: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    minify: true,
    write: false,
    metafile: true,
    absWorkingDir: join(import.meta.dirname, '..', '..', '..'),
  });
  const [output] = Object.values(metafile.outputs);
  const used = Object.entries(output!.inputs).filter(
    ([path, { bytesInOutput }]) => path !== '<stdin>' && bytesInOutput > 0,
  );
  const names = used.map(([path]) => /^(?:node_modules|libs)\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path);
  return { code: outputFiles[0]!.text, packages: [...new Set(names)].toSorted() };
}
