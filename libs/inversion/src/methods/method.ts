import type { Attribute, TokenName } from '@facet/base';
import type { CellGrid, LayerInfo } from '../attribution/cells.ts';
import type { UnetWeight } from '@facet/diffusion';
import type { AttributionMap } from '../attribution/schema.ts';
import type { ReadTokens } from '../reader/read-picture.ts';
import type { PaletteColor } from '../palette/palette.ts';
import type { BestWords } from '../words/find-words.ts';
import type { Words } from '../words/schema.ts';

/** What a method may look at when it lays out its tokens. */
export interface MethodContext {
  readonly layers: readonly LayerInfo[];
  /** What the U-Net has learned, by initializer name. */
  readonly weights: readonly UnetWeight[];
  readonly map: AttributionMap;
  readonly words: Words;
  readonly objectWord: string;
  /** What the image encoder finds, as far as the model has one and words for the attribute. */
  readonly bestWords: BestWords;
  readonly palette: readonly PaletteColor[];
  /** What the model's reader reads off the picture, for methods that start there. */
  readonly read?: ReadTokens | undefined;
  readonly options: MethodOptions;
}

/** Switches for ablations; methods ignore those that do not concern them. */
export interface MethodOptions {
  /** Where tokens of single attributes start: at what the model's reader reads, at the best words, or style and layout at words that say nothing. */
  readonly start: 'reader' | 'words' | 'neutral';
  /** Weight of L_CS; 0 switches it off. */
  readonly colorStyleWeight: number;
  /** Weight of L_O; 0 switches it off. */
  readonly objectLayoutWeight: number;
  /** What stands in a token's place in inactive cells: its class word for the object, a neutral word, or nothing. */
  readonly fallback: 'object-word' | 'neutral-words' | 'nothing';
}

/** One learned token before training. */
export interface TokenSpec {
  readonly name: TokenName;
  readonly vectorCount: number;
  /** Over the stages of the map. */
  readonly cells: CellGrid;
  /** The word that comes nearest, from whose vector all of the token's start unless there is another. */
  readonly initialWord: string;
  /** Where all of the token's vectors start instead. */
  readonly initialVector?: Float32Array | undefined;
  readonly fallbackWord: string | undefined;
  /** The word behind the token in every prompt that it is trained in. */
  readonly classWord?: string;
}

/** A term of the loss over the tokens' representations (see `disentangle`). */
export interface PairTerm {
  readonly name: 'colorStyle' | 'objectLayout';
  readonly weight: number;
  /** The token that is drawn to the truth, and the one it is kept apart from. Both have exactly one vector. */
  readonly anchor: Attribute;
  readonly other: Attribute;
  /** Words whose share-weighted mean representation is the truth. */
  readonly truth: readonly { word: string; share: number }[];
}

/** What a method trains, resolved for one picture and one model. */
export interface MethodLayout {
  readonly tokens: readonly TokenSpec[];
  /** One is drawn per step. */
  readonly templates: readonly string[];
  readonly pairTerms: readonly PairTerm[];
  /** U-Net weights that change, by initializer name. */
  readonly trainedWeights: readonly string[];
  /** The prompt of prior preservation; undefined for none. */
  readonly priorPrompt?: string;
}

/** Of a method whose tokens say all that was learned: no weights, and no word that has to stand behind a token. */
export interface TokenLayout extends MethodLayout {
  readonly tokens: readonly (TokenSpec & { readonly classWord?: never })[];
  readonly trainedWeights: readonly [];
}

interface MethodDescription {
  readonly id: string;
  /** One line for help texts. */
  readonly summary: string;
  /** Whether its tokens start at what the model's reader reads; then they are good before the first step. */
  readonly startsRead?: true;
}

/** Its tokens are all that it leaves behind, so libraries can keep them and the service offers it. */
export interface TokenMethod extends MethodDescription {
  readonly trains: 'tokens';
  layout(context: MethodContext): TokenLayout;
}

/** It leaves differences of U-Net weights, megabytes to gigabytes, which only token files hold. */
export interface WeightMethod extends MethodDescription {
  readonly trains: 'weights';
  layout(context: MethodContext): MethodLayout;
}

/** Its tokens are words as they are: what there is before anything is paid, and what training has to beat. */
export interface UntrainedMethod extends MethodDescription {
  readonly trains: 'nothing';
  layout(context: MethodContext): TokenLayout;
}

/** A way to turn a picture into tokens. Methods only describe; the runner optimises. */
export type InversionMethod = TokenMethod | WeightMethod | UntrainedMethod;
