/** The loss of one step of an inversion, before weighting except for `total`. Terms that are switched off are absent. */
export interface StepLosses {
  /** L_R, mean over the step's samples. */
  readonly reconstruction: number;
  /** L_CS. */
  readonly colorStyle?: number;
  /** L_O. */
  readonly objectLayout?: number;
  /** L_R of the class pictures, mean over the step's samples of them. */
  readonly prior?: number;
  /** L_R + w_cs L_CS + w_o L_O + w_prior L_prior. */
  readonly total: number;
}
