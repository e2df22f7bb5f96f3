/** The column of an estimate; one that nobody has stays what it was. */
export const pace = (remainingSeconds: number | undefined): { remainingSeconds?: number } =>
  remainingSeconds === undefined ? {} : { remainingSeconds: Math.ceil(remainingSeconds) };
