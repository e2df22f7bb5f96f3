// Icons of npm's @iconify-json packages as PNG files (RGBA, 192 pixels, trimmed and centred), one per set and concept.
// usage: node rasterize.mjs <jobs.json> <out folder>, where jobs is [{ "set": ..., "icon": ..., "concept": ... }]
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const require = createRequire(import.meta.url);
const sharp = require('sharp');

const SIZE = 192;
const MARGIN = 4;
// SVG is drawn larger than it is wanted, so that trimming costs no sharpness.
const RASTER = 2 * SIZE;
const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 };

function svgOf(set, name) {
  const icons = require(`@iconify-json/${set}/icons.json`);
  const icon = icons.icons[name] ?? icons.icons[icons.aliases?.[name]?.parent];
  if (!icon) throw new Error(`@iconify-json/${set} has no icon ${name}: name another one in facet_world/vocabulary.py`);
  const box = [icon.left ?? 0, icon.top ?? 0, icon.width ?? icons.width ?? 16, icon.height ?? icons.height ?? 16].join(
    ' ',
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${RASTER}" height="${RASTER}" viewBox="${box}" color="#333">${icon.body}</svg>`;
}

const [jobs, out] = process.argv.slice(2).map((path) => resolve(path));
mkdirSync(out, { recursive: true });
for (const { set, icon, concept } of JSON.parse(readFileSync(jobs, 'utf8'))) {
  const trimmed = await sharp(Buffer.from(svgOf(set, icon)))
    .trim({ background: CLEAR, threshold: 1 })
    .png()
    .toBuffer();
  const inner = SIZE - 2 * MARGIN;
  await sharp(trimmed)
    .resize(inner, inner, { fit: 'contain', background: CLEAR })
    .extend({ top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN, background: CLEAR })
    .png()
    .toFile(join(out, `${concept}.${set}.png`));
}
