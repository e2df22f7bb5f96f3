/** What diffusers, the AUTOMATIC1111 web UI and ComfyUI call the two parts of an embedding for Stable Diffusion XL, in the order of our vectors. */
export const ENCODER_KEYS = ['clip_l', 'clip_g'] as const;

/** Numbers of each part in Stable Diffusion XL, whose text encoders are all of one kind. No other family's vectors are as long as both. */
const SDXL_WIDTHS = [768, 1280] as const;

/** The parts of a vector of this length, one for each text encoder. */
export const encoderWidths = (length: number): readonly number[] =>
  length === SDXL_WIDTHS[0] + SDXL_WIDTHS[1] ? SDXL_WIDTHS : [length];
