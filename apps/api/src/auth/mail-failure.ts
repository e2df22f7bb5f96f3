/** Of SMTP: the server will never take this e-mail, for one as there is no such mailbox. */
const REFUSED = 550;
const LAST_REFUSED = 554;

export interface MailFailure {
  /** Such as `ESOCKET ECONNREFUSED` or `EENVELOPE 550`. What servers say in words repeats addresses. */
  readonly code: string;
  readonly isFinal: boolean;
}

/** What an error of sending says, in a form that may be kept. A server that does not let us in at all (535) may do so once it is set up. */
export function failureOf(error: unknown): MailFailure {
  const { code, responseCode, name, message } = error as Error & { code?: unknown; responseCode?: unknown };
  const status = typeof responseCode === 'number' ? responseCode : undefined;
  // The system's code is in the message alone, where no server has answered yet.
  const system = status === undefined ? /\bE[A-Z]{3,}\b/.exec(message)?.[0] : undefined;
  const words = new Set([typeof code === 'string' ? code : name, system, status].filter((word) => word !== undefined));
  return { code: [...words].join(' '), isFinal: status !== undefined && status >= REFUSED && status <= LAST_REFUSED };
}
