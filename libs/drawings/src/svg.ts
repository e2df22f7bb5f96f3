import { textOutline, textWidth, wrapText } from './glyphs.ts';
import type { Weight } from './glyphs.ts';

/** Colours of everything that is drawn. */
export const ink = {
  page: '#faf8f5',
  card: '#ffffff',
  line: '#e4dfd7',
  text: '#26221c',
  muted: '#857d72',
  good: '#2f9e5b',
  half: '#e0a030',
  bad: '#d1495b',
  accent: '#3b6fd4',
} as const;

export interface TextStyle {
  readonly size?: number;
  readonly weight?: Weight;
  readonly fill?: string;
  /** Which point of the line `x` is. */
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** A line of text as outlines, with its words kept in `aria-label` for those who cannot see it. */
export function text(words: string, x: number, y: number, style: TextStyle = {}): string {
  return linesOfText(words, [words], x, y, style);
}

export interface Paragraph {
  readonly svg: string;
  /** From one paragraph's first baseline to where the next one's may be, in pixels. */
  readonly height: number;
}

/** Text in as many lines as it needs at `width` pixels; nothing of it is cut. */
export function paragraph(words: string, x: number, y: number, width: number, style: TextStyle = {}): Paragraph {
  const { size = DEFAULT_SIZE, weight = 400 } = style;
  const lines = wrapText(words, width, size, weight);
  return { svg: linesOfText(words, lines, x, y, style), height: lines.length * lineHeight(size) };
}

const DEFAULT_SIZE = 13;
const lineHeight = (size: number): number => Math.round(size * 1.4);

function linesOfText(words: string, lines: readonly string[], x: number, y: number, style: TextStyle): string {
  const { size = DEFAULT_SIZE, weight = 400, fill = ink.text, anchor = 'start' } = style;
  const outlines = lines.map((line, i) => {
    const width = textWidth(line, size, weight);
    const start = anchor === 'start' ? x : anchor === 'middle' ? x - width / 2 : x - width;
    return textOutline(line, start, y + i * lineHeight(size), size, weight);
  });
  return `<path role="text" aria-label="${escapeXml(words)}" fill="${fill}" d="${outlines.join('')}"/>`;
}

export interface RectStyle {
  readonly fill?: string;
  readonly stroke?: string;
  readonly radius?: number;
  readonly opacity?: number;
}

export function rect(x: number, y: number, width: number, height: number, style: RectStyle = {}): string {
  const { fill = 'none', stroke = 'none', radius = 0, opacity = 1 } = style;
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" stroke="${stroke}" opacity="${opacity}"/>`;
}

export interface LineStyle {
  readonly stroke?: string;
  readonly width?: number;
  /** Lengths of dash and gap, for example `4 3`. */
  readonly dash?: string;
}

/** A line along SVG path data. */
export function line(data: string, style: LineStyle = {}): string {
  const { stroke = ink.line, width = 1, dash } = style;
  const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
  return `<path d="${data}" stroke="${stroke}" stroke-width="${width}"${dashes} fill="none"/>`;
}

/** A document of `width` x `height` pixels on the page's colour. */
export function svgDocument(width: number, height: number, title: string, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    rect(0, 0, width, height, { fill: ink.page }),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function escapeXml(value: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // XML 1.0 has no way to write control characters, not even escaped.
  return value.replace(/[&<>"]/g, (c) => entities[c] ?? c).replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd');
}
