import FFT from 'fft.js';
import { SIDE } from './lab-picture.ts';

/** Rings of frequencies, in waves over the picture, and directions in each. */
const RINGS = [
  [4, 7],
  [7, 10],
  [10, 14],
  [14, 20],
  [20, 30],
  [30, 50],
] as const;
const SECTORS = 12;
const SECTOR = 180 / SECTORS;

/** Below this power nothing is seen. */
const FLOOR = 1e-3;
/** Added to the deviation of the lightness, so that an empty picture's grain is not blown up. */
const FAINT = 2;

const WINDOW = Array.from({ length: SIDE }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (SIDE - 1)));

/** Of each frequency the bin, -1 for none; frequencies from the middle outward. */
const BINS = Array.from({ length: SIDE * SIDE }, (_, at) => {
  const [y, x] = [Math.floor(at / SIDE) - SIDE / 2, (at % SIDE) - SIDE / 2];
  const distance = Math.hypot(x, y);
  const ring = RINGS.findIndex(([low, high]) => distance >= low && distance < high);
  if (ring < 0) return -1;
  const degrees = (((Math.atan2(y, x) * 180) / Math.PI + SECTOR / 2) % 180) + 180;
  return ring * SECTORS + Math.floor((degrees % 180) / SECTOR);
});

/**
 * How much a picture's lightness varies, by frequency and direction: logarithms of the mean power in 6 rings of 12. Place and
 * color are left out, so what is left is mostly how it is drawn.
 *
 * @param lightness `[SIDE * SIDE]`, CIELAB
 */
export function texture(lightness: readonly number[]): number[] {
  const mean = lightness.reduce((sum, value) => sum + value, 0) / lightness.length;
  const deviation = Math.sqrt(lightness.reduce((sum, value) => sum + (value - mean) ** 2, 0) / lightness.length);
  const windowed = lightness.map(
    (value, at) => ((value - mean) / (deviation + FAINT)) * WINDOW[at % SIDE]! * WINDOW[Math.floor(at / SIDE)]!,
  );
  const power = spectrum(windowed);
  const sums = new Float64Array(RINGS.length * SECTORS);
  const counts = new Float64Array(RINGS.length * SECTORS);
  BINS.forEach((bin, at) => {
    if (bin < 0) return;
    sums[bin]! += power[at]!;
    counts[bin]! += 1;
  });
  return Array.from(sums, (sum, bin) => Math.log10(sum / counts[bin]! + FLOOR));
}

/** The power of the two-dimensional transform, frequency 0 in the middle. */
function spectrum(values: readonly number[]): Float64Array {
  const fft = new FFT(SIDE);
  const rows = Array.from({ length: SIDE }, (_, y) => transformed(fft, (x) => [values[y * SIDE + x]!, 0]));
  const power = new Float64Array(SIDE * SIDE);
  for (let x = 0; x < SIDE; x++) {
    const column = transformed(fft, (y) => [rows[y]![2 * x]!, rows[y]![2 * x + 1]!]);
    for (let y = 0; y < SIDE; y++)
      power[((y + SIDE / 2) % SIDE) * SIDE + ((x + SIDE / 2) % SIDE)] = column[2 * y]! ** 2 + column[2 * y + 1]! ** 2;
  }
  return power;
}

/** Interleaved real and imaginary parts. */
function transformed(fft: FFT, valueOf: (at: number) => readonly [number, number]): number[] {
  const input: number[] = fft.createComplexArray();
  for (let at = 0; at < SIDE; at++) [input[2 * at], input[2 * at + 1]] = valueOf(at);
  const output: number[] = fft.createComplexArray();
  fft.transform(output, input);
  return output;
}
