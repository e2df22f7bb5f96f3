import { readFile } from 'node:fs/promises';
import { readSafetensors, writeSafetensors } from '@facet/safetensors';
import { InversionError } from '../errors.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { arraysOf, type ReaderState } from './state.ts';

/** Writes what a training needs to go on bit for bit. */
export async function saveReaderState(path: string, origin: string, state: ReaderState): Promise<void> {
  const tensors = new Map([...arraysOf(state)].map(([name, data]) => [name, { dims: [data.length], data }]));
  const { phase, step } = state;
  await writeFileAtomic(path, writeSafetensors(tensors, { origin, phase, step: String(step) }));
}

/**
 * Puts a checkpoint into a new state of the same training, and leaves the state as it is where there is none.
 *
 * @throws InversionError `checkpoint-mismatch`, `io`
 */
export async function restoreReaderState(path: string, origin: string, state: ReaderState): Promise<void> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new InversionError('io', `Cannot read the checkpoint ${path}.`, { cause });
  }
  const { tensors, metadata } = readSafetensors(bytes, path);
  const arrays = arraysOf(state);
  const fits = [...arrays].every(([name, data]) => tensors.get(name)?.data.length === data.length);
  if (metadata['origin'] !== origin || !fits)
    throw new InversionError(
      'checkpoint-mismatch',
      `The checkpoint ${path} is of another training (${metadata['origin'] ?? 'unknown'}), and this is one of ${origin}. Use another folder, or delete it.`,
    );
  for (const [name, data] of arrays) data.set(tensors.get(name)!.data);
  state.phase = metadata['phase'] === 'wake' ? 'wake' : 'fit';
  state.step = Number(metadata['step']);
}
