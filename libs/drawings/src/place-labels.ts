import type { Box } from './plot-area.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Room around a point for its mark, and around a line. */
const CLEARANCE = 7;
const LINE_CLEARANCE = 2;

/**
 * Places a label near each point so that no two overlap and none covers a point, inside the box; returns the labels'
 * centres. Each takes the nearest free place, if it can one off all `lines` (boxes without width or height). A label for
 * which the box has no room left lies on its point.
 */
export function placeLabels(points: readonly Point[], lines: readonly Box[], size: Size, inside: Box): Point[] {
  const placed: Point[] = [];
  for (const point of points) {
    const free = candidatesAround(point).filter((place) => {
      const label = boxAround(place, size);
      return (
        label.left >= inside.left &&
        label.right <= inside.right &&
        label.top >= inside.top &&
        label.bottom <= inside.bottom &&
        placed.every((other) => !overlap(label, boxAround(other, size), 0)) &&
        points.every((other) => !overlap(label, boxAround(other, { width: 0, height: 0 }), CLEARANCE))
      );
    });
    const offLines = free.find((place) =>
      lines.every((line) => !overlap(boxAround(place, size), line, LINE_CLEARANCE)),
    );
    placed.push(offLines ?? free[0] ?? point);
  }
  return placed;
}

const boxAround = ({ x, y }: Point, { width, height }: Size): Box => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

const overlap = (a: Box, b: Box, clearance: number): boolean =>
  a.left < b.right + clearance &&
  b.left < a.right + clearance &&
  a.top < b.bottom + clearance &&
  b.top < a.bottom + clearance;

/** Nearest first, up to about a third of a plot away; at each distance the diagonals before the axes. */
function candidatesAround({ x, y }: Point): Point[] {
  const distances = Array.from({ length: 24 }, (_, i) => 22 + 6 * i);
  const degrees = [45, 135, 225, 315, 22, 158, 202, 338, 68, 112, 248, 292, 0, 90, 180, 270];
  return distances.flatMap((distance) =>
    degrees.map((degree) => {
      const angle = (degree * Math.PI) / 180;
      return { x: x + distance * Math.cos(angle), y: y - distance * Math.sin(angle) };
    }),
  );
}
