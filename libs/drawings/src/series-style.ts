import { ink, rect } from './svg.ts';

type Shape = 'circle' | 'square' | 'diamond' | 'triangle';

/** How one method is drawn wherever it is drawn: colour, and a shape for print without colour. */
export interface SeriesStyle {
  readonly stroke: string;
  readonly shape: Shape;
}

/** Okabe and Ito's colours (2008), which all kinds of colour vision tell apart; yellow, too pale for lines, is left out. */
const strokes = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000'];
const shapes: readonly Shape[] = ['circle', 'square', 'diamond', 'triangle'];

/** A style for each name, in the order of first appearance. Seven colours and four shapes repeat after 28 names. */
export function seriesStyles(names: readonly string[]): ReadonlyMap<string, SeriesStyle> {
  const styles = [...new Set(names)].map((name, i): [string, SeriesStyle] => [
    name,
    { stroke: strokes[i % strokes.length]!, shape: shapes[i % shapes.length]! },
  ]);
  return new Map(styles);
}

/** The mark of a series around a point, about 12 pixels wide. */
export function mark({ stroke, shape }: SeriesStyle, x: number, y: number): string {
  const common = `fill="${stroke}" stroke="${ink.card}" stroke-width="1.5"`;
  const around = (points: readonly (readonly [number, number])[]): string =>
    `<polygon points="${points.map(([dx, dy]) => `${(x + dx).toFixed(2)},${(y + dy).toFixed(2)}`).join(' ')}" ${common}/>`;
  switch (shape) {
    case 'circle':
      return `<circle cx="${x.toFixed(2)}" cy="${y.toFixed(2)}" r="6" ${common}/>`;
    case 'square':
      return rect(x - 5.5, y - 5.5, 11, 11, { fill: stroke, stroke: ink.card });
    case 'diamond':
      return around([
        [0, -7.5],
        [7.5, 0],
        [0, 7.5],
        [-7.5, 0],
      ]);
    case 'triangle':
      return around([
        [0, -7],
        [7, 6],
        [-7, 6],
      ]);
  }
}
