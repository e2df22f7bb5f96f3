import { styleText } from 'node:util';

export type Write = (text: string) => void;

const colours = ['cyan', 'magenta', 'green', 'yellow', 'blue', 'red'] as const;

/** As wide as the longest name of a process of ours. */
const NAME_WIDTH = 8;

/** Writes lines under a prefix per process, each in its colour where the terminal has colours. */
export function createConsole(
  write: Write = (text) => process.stdout.write(text),
): (name: string, line: string) => void {
  const prefixes = new Map<string, string>();
  return (name, line) => {
    const colour = colours[prefixes.size % colours.length]!;
    const prefix = prefixes.get(name) ?? styleText(colour, `${name.padEnd(NAME_WIDTH)} |`, { stream: process.stdout });
    prefixes.set(name, prefix);
    for (const part of line.split('\n')) write(`${prefix} ${part}\n`);
  };
}
