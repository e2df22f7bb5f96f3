/** How much the demo does; a test makes it smaller. */
export interface DemoPlan {
  /** Of each inversion. */
  readonly steps: number;
  /** A picture for each, in both compositions. */
  readonly seeds: readonly number[];
  /** Of each picture. */
  readonly samplingSteps: number;
}

export const WHOLE_DEMO: DemoPlan = { steps: 100, seeds: [1, 2, 3, 4], samplingSteps: 25 };
