import type { Statements } from './count-statements.ts';
import type { Measured } from './in-turns.ts';

export interface PageResult {
  readonly rounds: number;
  readonly statements: Readonly<Record<string, Statements>>;
  readonly bytes: Readonly<Record<string, number>>;
  /** Of the servers, with 1, 10 and 200 connections. */
  readonly rivals: readonly Measured[];
  /** Of the API: the page of a library of 50 tokens and of one of 1,000, with 10 connections. */
  readonly sizes: Measured;
}
