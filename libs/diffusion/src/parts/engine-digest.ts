import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { env } from 'onnxruntime-node';

let digest: string | undefined;

/**
 * Identifies the code that prepares graphs: ONNX Runtime's version and the sources of the libraries that edit them. It
 * is part of every cache key, so that a changed rule or edit never meets a graph that the old one made.
 */
export function engineDigest(): string {
  if (digest) return digest;
  const require = createRequire(import.meta.url);
  const hash = createHash('sha256').update(JSON.stringify(env.versions));
  const folders = [
    dirname(require.resolve('@facet/onnx')),
    dirname(require.resolve('@facet/autodiff')),
    dirname(import.meta.dirname),
  ];
  for (const folder of folders) {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort()) {
      hash.update(file).update(readFileSync(join(folder, file)));
    }
  }
  digest = hash.digest('hex').slice(0, 16);
  return digest;
}
