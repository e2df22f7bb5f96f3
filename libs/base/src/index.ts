export { FacetError } from './error.ts';
export { Estimate } from './estimate.ts';
export { ATTRIBUTES, TOKEN_NAMES, WHOLE_TOKEN, type Attribute, type TokenName } from './attributes.ts';
export { RUN_KINDS, runWorkflowId, type RunAttempt, type RunKind } from './runs.ts';
export type { StepLosses } from './step-losses.ts';
export { describeBounds, isWithin, SEED_BOUNDS, type Bounds } from './bounds.ts';
export {
  PRESETS,
  SAMPLING_BOUNDS,
  SAMPLING_DEFAULTS,
  SCHEDULERS,
  type PresetName,
  type SamplingPreset,
  type SchedulerName,
} from './sampling.ts';
export { DEVICE_CHOICES, DEVICES, type Device, type DeviceChoice } from './devices.ts';
export { INVERSION_BOUNDS, INVERSION_DEFAULTS } from './inversion.ts';
export { TEXT_BOUNDS } from './texts.ts';
export { worthOf, wrongSize, type NativeSize, type PictureSize } from './picture-size.ts';
export { isFileName } from './file-name.ts';
export { gigabytes } from './gigabytes.ts';
