import { FacetError } from '@facet/base';

export type SourceErrorCode =
  /** The path, or a file that the model needs, is not there. */
  | 'missing-file'
  /** A file is there but is cut off, damaged, or something else under this name. */
  | 'corrupt-file'
  /** A sound file of a kind that is not read: a pickle, GGUF, a type of number. */
  | 'unsupported-format'
  /** A model of a family that Facet does not run: SD 3, FLUX, inpainting, a refiner ... */
  | 'unsupported-model'
  /** The file holds only a part of a model: a LoRA, a VAE, a U-Net, an embedding. */
  | 'not-a-model'
  /** A weight that the architecture needs is not there. */
  | 'missing-weight'
  /** A weight has another shape than the rest of the model or its configuration says, or belongs to nothing known. */
  | 'unexpected-weight'
  /** A configuration says something that the graphs built here do not do. */
  | 'unsupported-config'
  /** An option has a value that does not fit the model. */
  | 'bad-option';

/** Why a model file cannot be used; the message names the file, what it is, and what would work. */
export class SourceError extends FacetError<SourceErrorCode> {}
