import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Font, Glyph } from 'opentype.js';

/**
 * Text as outlines. Machines without fonts (containers, mostly) would draw `<text>` as empty boxes, so labels are turned
 * into paths with a font that comes with the package, and look the same everywhere.
 */
export type Weight = 400 | 600;

/** Subsets of the font, in the order in which a character is looked for. */
const subsets = ['latin', 'latin-ext', 'greek', 'cyrillic', 'cyrillic-ext', 'vietnamese'] as const;

const require = createRequire(import.meta.url);
// Node would load the package's CommonJS file either way, which has no named exports that an import could see.
const { parse } = require('opentype.js') as { parse: (bytes: ArrayBuffer) => Font };
const fonts = new Map<string, Font>();

function font(subset: string, weight: Weight): Font {
  const name = `inter-${subset}-${weight}-normal.woff`;
  let loaded = fonts.get(name);
  if (!loaded) {
    const bytes = readFileSync(require.resolve(`@fontsource/inter/files/${name}`));
    loaded = parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    fonts.set(name, loaded);
  }
  return loaded;
}

interface Placed {
  readonly glyph: Glyph;
  /** Advance in ems. */
  readonly advance: number;
}

/** A character that no subset has is drawn as the font's own box. */
function place(character: string, weight: Weight): Placed {
  for (const subset of subsets) {
    const candidate = font(subset, weight);
    if (candidate.charToGlyphIndex(character) === 0) continue;
    const glyph = candidate.charToGlyph(character);
    return { glyph, advance: (glyph.advanceWidth ?? 0) / candidate.unitsPerEm };
  }
  const fallback = font('latin', weight);
  const glyph = fallback.glyphs.get(0);
  return { glyph, advance: (glyph.advanceWidth ?? 0) / fallback.unitsPerEm };
}

/** Width in pixels of a line of text. */
export function textWidth(text: string, size: number, weight: Weight = 400): number {
  let ems = 0;
  for (const character of text) ems += place(character, weight).advance;
  return ems * size;
}

/** The SVG path data of a line of text whose baseline starts at (x, y). */
export function textOutline(text: string, x: number, y: number, size: number, weight: Weight = 400): string {
  let data = '';
  let pen = x;
  for (const character of text) {
    const { glyph, advance } = place(character, weight);
    data += glyph.getPath(pen, y, size).toPathData(2);
    pen += advance * size;
  }
  return data;
}

/** The text cut to `width` pixels, with an ellipsis where something was cut. */
export function fitText(text: string, width: number, size: number, weight: Weight = 400): string {
  if (textWidth(text, size, weight) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join('').trimEnd()}…`, size, weight) > width)
    characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** The text as lines of at most `width` pixels, broken at spaces; only a word that is longer than a line is broken itself. */
export function wrapText(text: string, width: number, size: number, weight: Weight = 400): string[] {
  const fits = (line: string): boolean => textWidth(line, size, weight) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const character of word) {
      if (line !== '' && !fits(line + character)) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return [...lines, line];
}
