import type { ChangeEvent } from '@facet/contracts';
import type { ExecutionResult } from 'graphql';

/**
 * A change that was announced. Everybody in this process who is told of it has the same object, so that those who may see the same and
 * ask the same are answered once.
 */
export class Announcement {
  readonly change: ChangeEvent;
  readonly #answers = new Map<string, Promise<ExecutionResult>>();

  constructor(change: ChangeEvent) {
    this.change = change;
  }

  /** The answer that was given to this question before, or that `ask` gives. Questions that are equal have equal answers. */
  answer(question: string, ask: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
    const known = this.#answers.get(question);
    if (known) return known;
    const answer = ask();
    this.#answers.set(question, answer);
    return answer;
  }
}
