import sharp from 'sharp';

/** The PNG of a drawing, of twice its size for screens with small pixels. */
export function rasterize(svg: string): Promise<Buffer> {
  // SVG has 72 dots per inch for sharp. Drawings have few colours: with a palette their files are half as large.
  return sharp(Buffer.from(svg), { density: 144 }).png({ palette: true, dither: 0 }).toBuffer();
}
