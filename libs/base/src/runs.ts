/** Work that the service does for people: a picture is taken apart, or pictures are drawn from tokens. */
export const RUN_KINDS = ['inversion', 'composition'] as const;

export type RunKind = (typeof RUN_KINDS)[number];

/** What names a workflow of a run: each time it is queued it gets one of its own. */
export interface RunAttempt<Id extends string = string> {
  readonly id: Id;
  /** From 1. */
  readonly attempt: number;
}

/** The id of a run's workflow. It follows from the row's id, so starting one twice starts it once. */
export const runWorkflowId = (kind: RunKind, { id, attempt }: RunAttempt): string => `${kind}/${id}/${attempt}`;
