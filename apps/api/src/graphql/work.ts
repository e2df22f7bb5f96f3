import { refusal } from './refusal.ts';

/** Statements and rows that a unit of cost pays for, and those that come with any operation. */
const PER_COST = 5;
const FREE = 100;

/**
 * Counts what an operation really does, while it does it. Its cost was computed from the document, and bounds what is asked for
 * only as well as the schema says what its fields do; whatever that leaves out ends here.
 */
export class Work {
  /** Statements, and the rows that they brought. */
  done = 0;
  readonly #cost: number;

  constructor(cost: number) {
    this.#cost = cost;
  }

  /** One statement more. Throws a GraphQLError when that is not paid for. */
  add(rows: number): void {
    this.done += 1 + rows;
    if (this.done > FREE + PER_COST * this.#cost)
      throw refusal(
        'OPERATION_TOO_EXPENSIVE',
        `The operation does more than its cost of ${this.#cost} pays for. Ask for less at a time.`,
      );
  }
}
