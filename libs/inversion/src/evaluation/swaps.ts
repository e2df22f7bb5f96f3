/** How pictures are drawn for an evaluation; fixed, so that figures can be compared. */
export const SAMPLING = { steps: 15, guidance: 3.5, scheduler: 'dpm-solver++' } as const;
