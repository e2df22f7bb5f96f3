/** The shape of a U-Net of Stable Diffusion 1.x, 2.x or XL, as diffusers' UNet2DConditionModel has them. */
export interface UnetConfig {
  readonly inChannels: number;
  readonly outChannels: number;
  /** Width of the contexts that cross-attention reads. */
  readonly contextWidth: number;
  readonly groups: number;
  readonly epsilon: number;
  readonly frequencyShift: number;
  /** From the finest to the coarsest. */
  readonly down: readonly UnetBlock[];
  /** Absent in some distilled models. */
  readonly middle: Omit<UnetBlock, 'resamples'> | undefined;
  /** From the coarsest to the finest. */
  readonly up: readonly UnetBlock[];
  /** What SDXL adds to the timestep: the pooled text vector and six sizes of the picture. */
  readonly added: AddedConditions | undefined;
}

export interface UnetBlock {
  readonly channels: number;
  /** For each residual network: how many transformer blocks its attention has; 0 where there is none. */
  readonly depths: readonly number[];
  readonly heads: number;
  /** Whether the block ends by halving (down) or doubling (up) height and width. */
  readonly resamples: boolean;
}

export interface AddedConditions {
  readonly pooledWidth: number;
  /** Numbers that say original size, crop and target size: six. */
  readonly sizeCount: number;
  /** Width of each number's sinusoidal embedding. */
  readonly sizeWidth: number;
}
