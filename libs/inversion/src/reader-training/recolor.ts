import type { Tensor } from '@facet/diffusion';
import { normals, STREAM, uniforms } from '../random/draws.ts';

const CHROMA = { min: 0.3, max: 1.5 };
/** Standard deviation of the tint, of channels from 0 to 1. */
const TINT = 0.12;

/**
 * The picture in other colors: turned about the grey axis, more or less colorful, and tinted. Its lightness stays, and with it
 * what it shows, how it is drawn and where; so whoever reads these off it cannot read its colors along.
 *
 * @param rgb `[1, 3, height, width]` in [-1, 1]
 * @param key tells views of one seed apart
 */
export function recolored({ data, dims }: Tensor, seed: number, key: number): Tensor {
  const [turn, saturation] = uniforms(seed, key, STREAM.readerView, 2);
  const chroma = CHROMA.min + saturation! * (CHROMA.max - CHROMA.min);
  const matrix = rotationAboutGrey(2 * Math.PI * turn!, chroma);
  const draws = normals(seed, key, STREAM.readerTint, 3);
  const grey = (draws[0]! + draws[1]! + draws[2]!) / 3;
  // Channels in [-1, 1] are twice as wide.
  const tint = draws.map((draw) => 2 * TINT * (draw - grey));
  const plane = data.length / 3;
  const out = new Float32Array(data.length);
  for (let at = 0; at < plane; at++)
    for (let channel = 0; channel < 3; channel++) {
      let value = tint[channel]!;
      for (let from = 0; from < 3; from++) value += matrix[channel]![from]! * data[from * plane + at]!;
      out[channel * plane + at] = Math.min(1, Math.max(-1, value));
    }
  return { data: out, dims };
}

/** Rodrigues' rotation about (1, 1, 1), with what is at right angles to it scaled. */
function rotationAboutGrey(angle: number, chroma: number): number[][] {
  const [cosine, sine] = [chroma * Math.cos(angle), (chroma * Math.sin(angle)) / Math.sqrt(3)];
  const cross = [
    [0, -1, 1],
    [1, 0, -1],
    [-1, 1, 0],
  ];
  return cross.map((row, i) => row.map((sign, j) => 1 / 3 + cosine * ((i === j ? 1 : 0) - 1 / 3) + sine * sign));
}
