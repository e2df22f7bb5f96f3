/** Where a model can run, the best first. */
export const DEVICES = ['cuda', 'webgpu', 'cpu'] as const;

export type Device = (typeof DEVICES)[number];

/** What may be asked for: `auto` is the first of them that works. */
export const DEVICE_CHOICES = ['auto', ...DEVICES] as const;

export type DeviceChoice = (typeof DEVICE_CHOICES)[number];
