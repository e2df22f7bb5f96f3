import { string } from '@facet/onnx';
import type { Thunk } from '../rule.ts';
import type { Site } from '../site.ts';
import type { Value } from '../values.ts';

interface Equation {
  readonly inputs: string[];
  readonly output: string;
}

/**
 * The gradient of one operand is the einsum of g with all the others, onto the operand's letters. A letter that only the
 * operand has (it is summed out alone) is spread over; one that repeats in an operand (a diagonal) is refused.
 */
export function einsumGradients(s: Site<'equation'>): Thunk[] {
  const equation = parse(s);
  const lengths = new Map<string, number>();
  for (const [i, letters] of equation.inputs.entries()) {
    for (const [axis, letter] of [...letters].entries()) {
      lengths.set(letter, Math.max(lengths.get(letter) ?? 1, s.in(i).shape[axis]!));
    }
  }
  return equation.inputs.map(
    (letters, i): Thunk =>
      () =>
        operandGradient(s, equation, letters, i, lengths),
  );
}

function operandGradient(
  s: Site<'equation'>,
  equation: Equation,
  letters: string,
  i: number,
  lengths: ReadonlyMap<string, number>,
): Value {
  const { b } = s;
  const others = equation.inputs.flatMap((each, j) => (j === i ? [] : [{ letters: each, value: s.in(j) }]));
  const factors = [{ letters: equation.output, value: s.grad() }, ...others];
  const available = new Map<string, number>();
  for (const { letters: each, value } of factors) {
    for (const [axis, letter] of [...each].entries()) {
      available.set(letter, Math.max(available.get(letter) ?? 1, value.shape[axis]!));
    }
  }
  const reached = [...letters].filter((letter) => available.has(letter)).join('');
  const shape = [...reached].map((letter) => available.get(letter)!);
  const form = `${factors.map((factor) => factor.letters).join(',')}->${reached}`;
  const product = b.emit(
    'Einsum',
    factors.map((factor) => factor.value),
    { shape, type: s.grad().type },
    { equation: string(form) },
  );
  const kept = [...letters].map((letter) => available.get(letter) ?? 1);
  const full = [...letters].map((letter) => lengths.get(letter)!);
  return b.unbroadcast(b.expand(b.reshape(product, kept), full), s.in(i).shape);
}

/** Every axis a letter of its own: the ellipsis becomes capital letters, the implicit output is written out. */
function parse(s: Site<'equation'>): Equation {
  const equation = s.text('equation').replaceAll(' ', '');
  const [left, right] = equation.split('->') as [string, string | undefined];
  const terms = left.split(',');
  const used = new Set(equation);
  const spare = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'].filter((letter) => !used.has(letter));
  const widths = terms.map((term, i) => (term.includes('...') ? s.in(i).shape.length - (term.length - 3) : 0));
  const dots = spare.slice(0, Math.max(...widths)).join('');
  const inputs = terms.map((term, i) => term.replace('...', dots.slice(dots.length - widths[i]!)));
  const counts = [...left].filter((letter) => /[A-Za-z]/.test(letter)).toSorted();
  const once = counts.filter((letter) => counts.indexOf(letter) === counts.lastIndexOf(letter)).join('');
  const output = right === undefined ? dots + once : right.replace('...', dots);
  for (const letters of [...inputs, output]) {
    if (new Set(letters).size !== letters.length) s.fail('unsupported-form', `takes a diagonal in '${equation}'`);
  }
  return { inputs, output };
}
