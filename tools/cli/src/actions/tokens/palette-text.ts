import { colorName, type TokenSet } from '@facet/inversion';

/** Such as `teal #087e80 60 % (the model's nearest word: green)`. A palette of before has its words only. */
export const paletteText = (palette: TokenSet['palette']): string =>
  palette
    .map(({ name, share, rgb }) => {
      const percent = `${Math.round(share * 100)} %`;
      if (rgb === undefined) return `${name} ${percent}`;
      const hex = `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
      return `${colorName(rgb)} ${hex} ${percent} (the model's nearest word: ${name})`;
    })
    .join(', ');
