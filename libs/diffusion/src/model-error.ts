import { FacetError } from '@facet/base';

export type ModelErrorCode =
  /** A file or folder that every model needs is not there. */
  | 'missing-file'
  /** A file is there but cannot be read as what it should be. */
  | 'corrupt-file'
  /** The folder holds a kind of model that Facet does not run: SDXL, inpainting, a consistency model ... */
  | 'unsupported-model'
  /** A graph lacks what the engine looks for: an input, the token table, a layer's projections. */
  | 'unexpected-graph'
  /** The wanted execution provider does not work on this machine. */
  | 'device-unavailable'
  /** An argument's size or value does not fit the model. */
  | 'bad-argument'
  /** A network gave numbers that are not finite. */
  | 'not-finite'
  /** A job would take more memory than is free; see `MemoryError`. */
  | 'not-enough-memory'
  /** The model was closed. */
  | 'closed';

/** Everything that can go wrong with a model on purpose; the message names the file, node or argument and the remedy. */
export class ModelError extends FacetError<ModelErrorCode> {}
