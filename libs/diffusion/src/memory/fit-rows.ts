import type { DiffusionModel, MemoryJob, MemoryNeed } from '../types.ts';
import { MemoryError } from './memory-error.ts';
import { takenTogether } from './session-memory.ts';

/** A U-Net of less than this whose pass has no more latent cells than that fits any machine, and is not reckoned. */
const SMALL_WEIGHT_BYTES = 256 * 1024 ** 2;
const SMALL_CELLS = 4096;

/** Pictures smaller than this show nothing. */
const SIZE_MIN = 64;

export interface FitOptions {
  /** The job as a subject, for the message: `Drawing at 512 x 512 pixels`. */
  readonly what: string;
  /** Rows of the U-Net that belong together; default 1. */
  readonly rowsTogether?: number;
  /** Default: what the system says, within the limit of its container. */
  readonly freeBytes?: number;
}

/**
 * How many rows of a job may pass through the U-Net at once to fit into the memory that is free: as many as were asked for, or
 * fewer. What a card has free is not known, so there everything is taken to fit.
 * @throws {MemoryError} when not even those that belong together fit
 */
export async function rowsThatFit(
  model: DiffusionModel,
  job: MemoryJob,
  { what, rowsTogether = 1, freeBytes = process.availableMemory() }: FitOptions,
): Promise<number> {
  const { rows, need } = await fit(model, job, rowsTogether, freeBytes);
  if (rows > 0 || need === undefined) return rows;
  const least = { ...job, rows: rowsTogether };
  const size = await sizeThatFits(model, least, need, freeBytes);
  throw new MemoryError(
    what,
    bytesAlone(need, least.rows),
    usable(need, freeBytes),
    size === undefined ? {} : { size },
  );
}

/** The same for rows that cannot be cut: throws instead, and says whether fewer would fit. */
export async function requireRows(
  model: DiffusionModel,
  job: MemoryJob,
  { what, rowsTogether = 1, freeBytes = process.availableMemory() }: FitOptions,
): Promise<void> {
  const { rows, need } = await fit(model, job, rowsTogether, freeBytes);
  if (rows >= job.rows || need === undefined) return;
  const smaller = rows === 0 ? { ...job, rows: rowsTogether } : job;
  const size = await sizeThatFits(model, smaller, need, freeBytes);
  throw new MemoryError(what, bytesAlone(need, smaller.rows), usable(need, freeBytes), {
    ...(size !== undefined && { size }),
    ...(rows > 0 && { batch: rows / rowsTogether }),
  });
}

/**
 * How many rows of a job fit, in whole groups and no more than it has, and what it needs; nothing is reckoned where all fit anyhow.
 * Rather fewer rows than sessions that are closed and opened again at each step; those are closed where not even one group fits otherwise.
 */
async function fit(
  model: DiffusionModel,
  job: MemoryJob,
  rowsTogether: number,
  freeBytes: number,
): Promise<{ readonly rows: number; readonly need?: MemoryNeed }> {
  if (model.device !== 'cpu' || isSmall(model, job)) return { rows: job.rows };
  const need = await model.memoryFor(job);
  const groups = Array.from({ length: Math.ceil(job.rows / rowsTogether) }, (_, at) => job.rows - at * rowsTogether);
  const largest = (bytesOf: typeof bytesTogether): number | undefined =>
    groups.find((rows) => bytesOf(need, rows) <= usable(need, freeBytes));
  return { rows: largest(bytesTogether) ?? largest(bytesAlone) ?? 0, need };
}

function isSmall({ weights }: DiffusionModel, { rows, height, width }: MemoryJob): boolean {
  const count = weights.reduce((sum, { dims }) => sum + dims.reduce((product, dim) => product * dim, 1), 0);
  return 4 * count < SMALL_WEIGHT_BYTES && rows * height * width <= SMALL_CELLS;
}

const usable = ({ heldBytes }: MemoryNeed, freeBytes: number): number => freeBytes + heldBytes;

/** What it takes when no session is closed. */
const bytesTogether = ({ unet, others, open }: MemoryNeed, rows: number): number =>
  takenTogether([unet(rows), ...others, ...open]);

/** What it takes when each session is closed for the next. */
const bytesAlone = ({ unet, others }: MemoryNeed, rows: number): number =>
  Math.max(...[unet(rows), ...others].map((each) => takenTogether([each])));

/**
 * The side of a square picture that fits. Memory grows with the area, or with its square where attention has most of it: the first
 * guess is the larger one, and each is reckoned.
 */
async function sizeThatFits(
  model: DiffusionModel,
  job: MemoryJob,
  need: MemoryNeed,
  freeBytes: number,
): Promise<number | undefined> {
  const { latentMultiple, vaeScale } = model;
  const weights = takenTogether([need.unet(0)]);
  const share = (usable(need, freeBytes) - weights) / (bytesAlone(need, job.rows) - weights);
  if (share <= 0) return undefined;
  const side = Math.sqrt(job.height * job.width);
  const guess = Math.min(side * share ** (1 / 4), side - 1);
  const cells = Math.floor(guess / latentMultiple) * latentMultiple;
  if (cells * vaeScale < SIZE_MIN) return undefined;
  const smaller = { ...job, height: cells, width: cells };
  const smallerNeed = await model.memoryFor(smaller);
  if (bytesAlone(smallerNeed, job.rows) <= usable(smallerNeed, freeBytes)) return cells * vaeScale;
  return sizeThatFits(model, smaller, smallerNeed, freeBytes);
}
