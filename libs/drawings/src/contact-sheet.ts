import sharp from 'sharp';
import type { OverlayOptions } from 'sharp';
import { fitText } from './glyphs.ts';
import { ink, paragraph, rect, svgDocument, text } from './svg.ts';

/** One line under a picture; `mark` puts a verdict before it: a green dot, a half filled amber one, or a red cross. */
export interface SheetLine {
  readonly words: string;
  readonly mark?: 'good' | 'half' | 'bad';
}

export interface SheetPicture {
  /** A PNG or any other file that sharp reads, as bytes. */
  readonly bytes: Uint8Array;
  readonly title: string;
  readonly lines: readonly SheetLine[];
  /** References stand apart from results: they have a coloured frame. */
  readonly isReference?: boolean;
}

export interface SheetRow {
  readonly heading: string;
  readonly note?: string;
  readonly pictures: readonly SheetPicture[];
}

export interface Sheet {
  readonly title: string;
  readonly subtitle?: string;
  readonly rows: readonly SheetRow[];
  readonly footer?: string;
}

const side = 176;
const padding = 10;
const gap = 14;
const margin = 28;
const lineHeight = 18;
const cardWidth = side + 2 * padding;
/** Rows longer than this are broken, so that a sheet of 50 pictures still fits on a screen's width. */
const picturesPerRow = 8;

interface Placement {
  readonly bytes: Uint8Array;
  readonly left: number;
  readonly top: number;
}

/** Draws the sheet; returns the bytes of a PNG. Pictures are enlarged or reduced to one size, their aspect kept. */
export async function contactSheet(sheet: Sheet): Promise<Buffer> {
  const rows = sheet.rows.flatMap(breakRow);
  const columns = Math.max(3, ...rows.map((row) => row.pictures.length));
  const width = 2 * margin + columns * cardWidth + (columns - 1) * gap;
  const parts: string[] = [];
  const placements: Placement[] = [];
  const inner = width - 2 * margin;

  let y = margin + 18;
  parts.push(text(fitText(sheet.title, inner, 22, 600), margin, y, { size: 22, weight: 600 }));
  if (sheet.subtitle) {
    y += 24;
    const { svg, height } = paragraph(sheet.subtitle, margin, y, inner, { fill: ink.muted });
    parts.push(svg);
    y += height - 18;
  }
  y += 14;
  for (const row of rows) {
    if (row.heading !== '') {
      y += 26;
      parts.push(text(fitText(row.heading, inner, 15, 600), margin, y, { size: 15, weight: 600 }));
    }
    if (row.note) {
      y += 20;
      parts.push(text(fitText(row.note, inner, 13), margin, y, { fill: ink.muted }));
    }
    y += 12;
    const height = 2 * padding + side + 26 + lineHeight * Math.max(0, ...row.pictures.map((p) => p.lines.length));
    row.pictures.forEach((picture, column) => {
      const x = margin + column * (cardWidth + gap);
      parts.push(card(picture, x, y, height));
      placements.push({ bytes: picture.bytes, left: x + padding, top: y + padding });
    });
    y += height + 8;
  }
  if (sheet.footer) {
    y += 22;
    const { svg, height } = paragraph(sheet.footer, margin, y, inner, { fill: ink.muted });
    parts.push(svg);
    y += height - 18;
  }
  const svg = svgDocument(width, y + margin, sheet.title, parts);
  const overlays = await Promise.all(placements.map(overlay));
  return sharp(Buffer.from(svg)).composite(overlays).png().toBuffer();
}

/** The first piece keeps the heading; the others follow without one. */
function breakRow(row: SheetRow): SheetRow[] {
  const pieces: SheetRow[] = [];
  for (let start = 0; start < row.pictures.length || start === 0; start += picturesPerRow) {
    const pictures = row.pictures.slice(start, start + picturesPerRow);
    pieces.push(start === 0 ? { ...row, pictures } : { heading: '', pictures });
  }
  return pieces;
}

function card(picture: SheetPicture, x: number, y: number, height: number): string {
  const stroke = picture.isReference ? ink.accent : ink.line;
  const parts = [rect(x + 0.5, y + 0.5, cardWidth - 1, height - 1, { fill: ink.card, stroke, radius: 8 })];
  let baseline = y + padding + side + 20;
  parts.push(text(fitText(picture.title, side, 13, 600), x + padding, baseline, { weight: 600 }));
  for (const line of picture.lines) {
    baseline += lineHeight;
    let start = x + padding;
    if (line.mark) {
      parts.push(verdict(line.mark, start + 4, baseline - 4));
      start += 14;
    }
    const words = fitText(line.words, x + padding + side - start, 12);
    parts.push(text(words, start, baseline, { size: 12, fill: line.mark === 'bad' ? ink.bad : ink.text }));
  }
  return parts.join('\n');
}

/** Three shapes, for those who cannot tell the colours apart. */
function verdict(mark: 'good' | 'half' | 'bad', x: number, y: number): string {
  const stroke = `stroke="${ink[mark]}" stroke-width="2"`;
  if (mark === 'bad') return `<path d="M${x - 3.5} ${y - 3.5}l7 7m0 -7l-7 7" ${stroke} fill="none"/>`;
  const circle = `<circle cx="${x}" cy="${y}" r="3.5" ${stroke} fill="${mark === 'good' ? ink.good : 'none'}"/>`;
  return mark === 'good' ? circle : `${circle}<path d="M${x} ${y - 3.5}a3.5 3.5 0 0 0 0 7z" fill="${ink.half}"/>`;
}

async function overlay(placement: Placement): Promise<OverlayOptions> {
  const input = await sharp(placement.bytes)
    .autoOrient()
    .resize(side, side, { fit: 'contain', background: ink.card, kernel: 'cubic' })
    .png()
    .toBuffer();
  return { input, left: placement.left, top: placement.top };
}
