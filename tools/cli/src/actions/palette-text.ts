import { colorName, type TokenSet } from '@facet/inversion';

/** Such as `green 60 % (#087e80, teal)`: the model's word, and the color as it is. A palette of before has its words only. */
export const paletteText = (palette: TokenSet['palette']): string =>
  palette
    .map(({ name, share, rgb }) => {
      const percent = `${Math.round(share * 100)} %`;
      if (rgb === undefined) return `${name} ${percent}`;
      const hex = `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
      return `${name} ${percent} (${hex}, ${colorName(rgb)})`;
    })
    .join(', ');
