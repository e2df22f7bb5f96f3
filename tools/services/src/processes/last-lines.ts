const KEPT = 20;

/** Keeps the last lines that a process wrote, for error messages. */
export interface LastLines {
  add(line: string): void;
  /** The lines, indented, after a heading; or a remark that there are none. */
  describe(): string;
}

export function lastLines(): LastLines {
  const lines: string[] = [];
  return {
    add(line) {
      if (lines.push(line) > KEPT) lines.shift();
    },
    describe: () => (lines.length === 0 ? 'It wrote nothing.' : `Its last lines:\n  ${lines.join('\n  ')}`),
  };
}
