import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import { afterAll, expect, test } from 'vitest';
import { goldenPath } from '../test/golden.ts';
import { differenceFromTorch } from '../test/run-net.ts';
import { isExternal } from './external-data.ts';
import { readModel } from './io.ts';
import { createSession } from './session.ts';
import { findProblems } from './validate.ts';
import { writeModel } from './write-model.ts';

const root = mkdtempSync(join(tmpdir(), 'facet-onnx-'));
afterAll(() => rmSync(root, { recursive: true }));

function folder(name: string): string {
  mkdirSync(join(root, name), { recursive: true });
  return join(root, name);
}

/** A folder with the model whose weights are external, as another program wrote it. */
function original(name: string): string {
  const path = folder(name);
  for (const file of ['net-external.onnx', 'net-external.data']) copyFileSync(goldenPath(file), join(path, file));
  return path;
}

/** Loads a file with ONNX Runtime and compares what it computes with PyTorch. */
async function errorOf(path: string): Promise<number> {
  return differenceFromTorch(await ort.InferenceSession.create(path));
}

test('a model written beside its original shares the weights file', async () => {
  const home = original('beside');
  const weights = writeModel(readModel(join(home, 'net-external.onnx')), join(home, 'derived.onnx'));
  expect(weights).toEqual([{ path: join(home, 'net-external.data'), how: 'shared' }]);
  expect(readdirSync(home).sort()).toEqual(['derived.onnx', 'net-external.data', 'net-external.onnx']);
  expect(await errorOf(join(home, 'derived.onnx'))).toBeLessThan(1e-5);
});

test('a model written above its original refers into the subfolder', async () => {
  const home = original('above/inner');
  const weights = writeModel(readModel(join(home, 'net-external.onnx')), join(root, 'above', 'derived.onnx'));
  expect(weights[0]!.how).toBe('shared');
  expect(await errorOf(join(root, 'above', 'derived.onnx'))).toBeLessThan(1e-5);
});

test('a model written elsewhere gets its weights by a hard link: ONNX Runtime loads it and no byte is copied', async () => {
  const home = original('home');
  const path = join(root, 'elsewhere', 'derived.onnx');
  const weights = writeModel(readModel(join(home, 'net-external.onnx')), path);
  const linked = join(root, 'elsewhere', 'net-external.data');
  expect(weights).toEqual([{ path: linked, how: 'linked' }]);
  expect(statSync(linked).ino).toBe(statSync(join(home, 'net-external.data')).ino);
  expect(await errorOf(path)).toBeLessThan(1e-5);
  expect(writeModel(readModel(join(home, 'net-external.onnx')), path)).toEqual(weights);
});

/** A second file system, where hard links to the first are impossible. */
const otherDisk = existsSync('/dev/shm') && statSync('/dev/shm').dev !== statSync(root).dev ? '/dev/shm' : undefined;

test.runIf(otherDisk)('on another file system the weights are copied', async () => {
  const target = mkdtempSync(join(otherDisk!, 'facet-onnx-'));
  try {
    const home = original('disk');
    const path = join(target, 'derived.onnx');
    const weights = writeModel(readModel(join(home, 'net-external.onnx')), path);
    expect(weights).toEqual([{ path: join(target, 'net-external.data'), how: 'copied' }]);
    expect(await errorOf(path)).toBeLessThan(1e-5);
  } finally {
    rmSync(target, { recursive: true });
  }
});

test.runIf(otherDisk)('a copy that the disk has no room for is refused before it is begun', () => {
  const target = mkdtempSync(join(otherDisk!, 'facet-onnx-'));
  try {
    const home = original('huge');
    truncateSync(join(home, 'net-external.data'), 8e12);
    const write = () => writeModel(readModel(join(home, 'net-external.onnx')), join(target, 'derived.onnx'));
    expect(write).toThrow(/net-external\.data needs 8000 GB of disk, and .* are free there\. Make room, or/);
    expect(readdirSync(target)).toEqual([]);
  } finally {
    rmSync(target, { recursive: true });
  }
});

test('another file of the same name is not overwritten', async () => {
  const home = original('named');
  const target = folder('taken');
  writeFileSync(join(target, 'net-external.data'), 'something else');
  const weights = writeModel(readModel(join(home, 'net-external.onnx')), join(target, 'derived.onnx'));
  expect(weights[0]!.path).toBe(join(target, '2-net-external.data'));
  expect(statSync(join(target, 'net-external.data')).size).toBe(14);
  expect(await errorOf(join(target, 'derived.onnx'))).toBeLessThan(1e-5);
});

/** The layout of download caches: names are symbolic links to blobs in another folder. */
function cache(name: string): string {
  const snapshot = folder(`${name}/snapshots/unet`);
  const blobs = folder(`${name}/blobs`);
  for (const [file, blob] of [
    ['net-external.onnx', 'cafe'],
    ['net-external.data', 'beef'],
  ] as const) {
    copyFileSync(goldenPath(file), join(blobs, blob));
    symlinkSync(join('..', '..', 'blobs', blob), join(snapshot, file));
  }
  return snapshot;
}

test('a model in memory finds weights that are symbolic links into another folder', async () => {
  const session = await createSession(readModel(join(cache('hub'), 'net-external.onnx')));
  expect(await differenceFromTorch(session)).toBeLessThan(1e-5);
});

test('a model written from such a folder loads too', async () => {
  const path = join(root, 'from-cache', 'derived.onnx');
  writeModel(readModel(join(cache('hub2'), 'net-external.onnx')), path);
  expect(await errorOf(path)).toBeLessThan(1e-5);
});

test('a model written into such a folder does not rely on its symbolic links', async () => {
  const snapshot = cache('hub3');
  const weights = writeModel(readModel(join(snapshot, 'net-external.onnx')), join(snapshot, 'derived.onnx'));
  expect(weights).toEqual([{ path: join(snapshot, '2-net-external.data'), how: 'linked' }]);
  expect(await errorOf(join(snapshot, 'derived.onnx'))).toBeLessThan(1e-5);
});

test('tensors over the limit move to a file beside the model, small ones stay', async () => {
  const path = join(folder('moved'), 'model.onnx');
  const model = readModel(goldenPath('net-torchscript.onnx'));
  const weights = writeModel(model, path, { inlineBytesMax: 50_000 });
  expect(weights).toEqual([{ path: `${path}.data`, how: 'written' }]);
  const written = readModel(path);
  expect(statSync(path).size).toBeLessThan(30_000);
  expect(written.proto.graph.initializer.some((tensor) => !isExternal(tensor))).toBe(true);
  expect(findProblems(written)).toEqual([]);
  expect(model.proto.graph.initializer.some(isExternal)).toBe(false);
  expect(await errorOf(path)).toBeLessThan(1e-5);
});

test('a model that has external tensors already keeps them when others move out', async () => {
  const home = original('both');
  const model = readModel(join(home, 'net-external.onnx'));
  const weights = writeModel(model, join(home, 'net-external'), { inlineBytesMax: 0 });
  // The name that would be taken first belongs to the original's weights.
  expect(weights.map((each) => each.path)).toEqual([
    join(home, 'net-external.data'),
    join(home, 'net-external.2.data'),
  ]);
  expect(await errorOf(join(home, 'net-external'))).toBeLessThan(1e-5);
});

test('a write that fails names the file and leaves the old one', () => {
  const home = original('failing');
  const model = readModel(join(home, 'net-external.onnx'));
  mkdirSync(join(home, 'a-folder.onnx'));
  expect(() => writeModel(model, join(home, 'a-folder.onnx'))).toThrow(
    expect.objectContaining({ code: 'write-failed' }),
  );
  expect(existsSync(join(home, 'a-folder.onnx.part'))).toBe(false);
});

test('weights that are gone are an error that names tensor and file, before anything is written', () => {
  const home = original('gone');
  const model = readModel(join(home, 'net-external.onnx'));
  cpSync(join(home, 'net-external.onnx'), join(home, 'kept.onnx'));
  rmSync(join(home, 'net-external.data'));
  const write = () => writeModel(model, join(home, 'kept.onnx'));
  expect(write).toThrow(
    expect.objectContaining({
      code: 'external-data',
      message: expect.stringMatching(/net-external\.data does not exist/),
    }),
  );
  expect(readModel(join(home, 'kept.onnx')).proto).toEqual(model.proto);
});
