import { styleText } from 'node:util';
import type { LogLevel } from './log-line.ts';

/** Writes a line, or several, that the process `name` wrote or that are about it. */
export type Say = (name: string, text: string, level?: LogLevel) => void;

const colours = ['cyan', 'magenta', 'green', 'yellow', 'blue', 'red'] as const;

/** As wide as the longest name of a process of ours. */
const NAME_WIDTH = 8;

/** Level and colour of what should catch the eye. */
const alarming = { warn: 'yellow', error: 'red' } as const;

/** Writes lines under a prefix per process, each in its colour where the terminal has colours. */
export function createConsole(write: (text: string) => void = (text) => process.stdout.write(text)): Say {
  const prefixes = new Map<string, string>();
  return (name, text, level = 'info') => {
    const colour = colours[prefixes.size % colours.length]!;
    const prefix = prefixes.get(name) ?? paint(colour, `${name.padEnd(NAME_WIDTH)} |`);
    prefixes.set(name, prefix);
    for (const line of text.split('\n'))
      write(`${prefix} ${level === 'warn' || level === 'error' ? paint(alarming[level], line) : line}\n`);
  };
}

const paint = (colour: (typeof colours)[number], text: string): string =>
  styleText(colour, text, { stream: process.stdout });
