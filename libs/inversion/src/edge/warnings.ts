import { ATTRIBUTES } from '@facet/base';
import { colorName } from '../palette/color-name.ts';
import type { PaletteColor } from '../palette/palette.ts';
import type { Assessment, PictureWarning } from '../tokens/assessment.ts';
import { COLOR_DISTANCE, rampAt, UNLIKENESS } from '../tokens/sureness.ts';

/** What is less sure than this is warned of. */
const SURE = 0.5;

/** What the messages name. */
interface About {
  readonly modelName: string;
  /** That the picture was held against. */
  readonly prompt: string;
  /** The picture's main color. */
  readonly color: PaletteColor;
}

/** The warnings that words, colors and probes give rise to. Where the whole picture is foreign its words are not spoken of singly. */
export function pictureWarnings(
  words: Assessment['words'],
  { unlikeness, colorDistance }: Pick<Assessment, 'unlikeness' | 'colorDistance'>,
  { modelName, prompt, color }: About,
): PictureWarning[] {
  if (rampAt(unlikeness, UNLIKENESS) < SURE)
    return [
      {
        code: 'unlike-the-model',
        message: `The model ${modelName} may not be able to draw this picture: it denoises it ${unlikeness.toFixed(1)} times as badly as its own pictures of "${prompt}", which is the nearest that its words come. What is said of the picture means little.`,
      },
    ];
  const warnings: PictureWarning[] = [];
  if (rampAt(colorDistance, COLOR_DISTANCE) < SURE)
    warnings.push({
      code: 'no-word',
      attribute: 'color',
      message: `The model ${modelName} may not be able to draw this color: the picture is ${swatch(color)}, and what the model draws as "${words.color?.word ?? color.name}" is another color to the eye (CIEDE2000 ${colorDistance.toFixed(0)}).`,
    });
  for (const attribute of ATTRIBUTES) {
    const found = words[attribute];
    if (found === undefined || found.confidence >= SURE || warnings.some((each) => each.attribute === attribute))
      continue;
    warnings.push({
      code: 'no-word',
      attribute,
      message: `No word of the model ${modelName} is sure to say the ${attribute} of this picture: "${found.word}" is the best, with ${Math.round(100 * found.confidence)}%.`,
    });
  }
  return warnings;
}

/** Such as `teal (#087e80)`. */
function swatch({ name, rgb }: PaletteColor): string {
  if (rgb === undefined) return name;
  return `${colorName(rgb)} (#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')})`;
}
