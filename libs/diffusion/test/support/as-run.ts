import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneModel, createSession, type OnnxModel } from '@facet/onnx';
import type { InferenceSession } from 'onnxruntime-node';

/** The first output of each node, in the order in which ONNX Runtime's own profile says that an unoptimised session ran them. */
export async function asRun(model: OnnxModel, feeds: InferenceSession.FeedsType): Promise<string[]> {
  const named = cloneModel(model);
  for (const node of named.proto.graph.node) node.name = node.output[0]!;
  const folder = mkdtempSync(join(tmpdir(), 'facet-profile-'));
  try {
    const session = await createSession(named, {
      graphOptimizationLevel: 'disabled',
      enableProfiling: true,
      profileFilePrefix: join(folder, 'run'),
    });
    await session.run(feeds);
    session.endProfiling();
    await session.release();
    const events = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]!), 'utf8')) as {
      readonly name: string;
    }[];
    return events.flatMap(({ name }) => (name.endsWith(ENDING) ? [name.slice(0, -ENDING.length)] : []));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ENDING = '_kernel_time';
