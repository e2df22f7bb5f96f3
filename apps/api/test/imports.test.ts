import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** All modules that the API's process loads before it refuses its configuration, which is empty. */
function modulesOfMain(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'facet-api-imports-'));
  const file = join(folder, 'modules.json');
  const recorder = `
    import { writeFileSync } from 'node:fs';
    import { registerHooks } from 'node:module';
    const seen = [];
    const resolve = (specifier, context, next) => {
      const found = next(specifier, context);
      seen.push(found.url);
      return found;
    };
    registerHooks({ resolve });
    process.on('exit', () => writeFileSync(${JSON.stringify(file)}, JSON.stringify(seen)));`;
  try {
    const preload = `data:text/javascript,${encodeURIComponent(recorder)}`;
    const { status } = spawnSync(process.execPath, ['--import', preload, MAIN], { env: {} });
    expect(status).toBe(2);
    return JSON.parse(readFileSync(file, 'utf8')) as string[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const modules = modulesOfMain();

test('the API reads and writes token files and never loads ONNX Runtime', () => {
  expect(modules.some((url) => url.endsWith('libs/inversion/src/files/token-file.ts'))).toBe(true);
  expect(modules.filter((url) => /onnxruntime/.test(url))).toEqual([]);
});

test('nothing that traces is loaded where tracing is not configured; its interface alone does nothing', () => {
  const traced = modules.filter((url) => url.includes('opentelemetry'));
  expect(traced.filter((url) => !url.includes('/@opentelemetry/api/'))).toEqual([]);
});
