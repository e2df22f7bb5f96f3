import { rule, type Rule } from '../rule.ts';
import { positiveAxis } from '../values.ts';

export const softmax = {
  // g - softmax(x) * sum(g)
  LogSoftmax: rule(
    (s) => [
      () => {
        const { b } = s;
        const axis = positiveAxis(s.int('axis'), s.out().shape.length);
        return b.sub(s.grad(), b.mul(b.unary('Exp', s.out()), b.sum(s.grad(), [axis])));
      },
    ],
    { reads: ['axis'] },
  ),
  // y * (g - sum(g * y))
  Softmax: rule(
    (s) => [
      () => {
        const { b } = s;
        const y = s.out();
        const axis = positiveAxis(s.int('axis'), y.shape.length);
        const weighted = b.mul(s.grad(), y);
        return b.sub(weighted, b.mul(y, b.sum(weighted, [axis])));
      },
    ],
    { reads: ['axis'] },
  ),
} satisfies Record<string, readonly Rule[]>;
