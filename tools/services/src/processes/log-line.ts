const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogLine {
  readonly level: LogLevel;
  /** For people: the message of a JSON line, else the line itself. */
  readonly message: string;
  /** For programs: one JSON object in one line. */
  readonly json: string;
}

/** Reads a line of pino, of Temporal (both JSON), or of a program that writes plain text, as Postgres does. */
export function readLogLine(line: string): LogLine {
  const record = parse(line);
  if (record) {
    const { msg, message = msg, err, error = err } = record;
    const cause = (error as { message?: unknown } | null | undefined)?.message ?? error;
    const parts = [message, cause].filter((part) => typeof part === 'string' && part !== '');
    return { level: levelOf(record.level), message: parts.join(': ') || line, json: line };
  }
  const level = levelOf(/\b(WARN|ERROR|FATAL|PANIC)(?:ING)?:/.exec(line)?.[1]);
  return { level, message: line, json: JSON.stringify({ time: new Date().toISOString(), level, msg: line }) };
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** pino's numbers (30 is info), or names in any case. */
function levelOf(level: unknown): LogLevel {
  if (typeof level === 'number') return level >= 50 ? 'error' : level >= 40 ? 'warn' : level >= 30 ? 'info' : 'debug';
  const name = String(level).toLowerCase();
  if (name === 'fatal' || name === 'panic') return 'error';
  return logLevels.find((each) => name.startsWith(each)) ?? 'info';
}
