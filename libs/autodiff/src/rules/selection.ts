import { int } from '@facet/onnx';
import { rule, type Rule } from '../rule.ts';
import type { Site } from '../site.ts';
import type { Value } from '../values.ts';

/** The node passes its first input on unchanged, perhaps in another type. */
const passes = rule((s) => [() => s.grad()]);

function castBack(s: Site): Value {
  return s.b.cast(s.grad(), s.in(0).type);
}

export const selection = {
  Cast: rule((s) => [() => castBack(s)], { moot: ['to'] }),
  CastLike: rule((s) => [() => castBack(s)]),
  // min(max(x, low), high), and inclusive at both ends, as PyTorch's clamp.
  Clip: rule((s) => {
    const { b } = s;
    const [x, low, high] = [s.in(0), s.maybe(1), s.maybe(2)];
    const where = (conditions: readonly (Value | undefined)[]): Value =>
      conditions.reduce<Value>((g, each) => (each ? b.where(each, g, 0) : g), s.grad());
    return [
      () => where([low && b.compare('GreaterOrEqual', x, low), high && b.compare('LessOrEqual', x, high)]),
      low &&
        (() =>
          b.unbroadcast(where([b.compare('Less', x, low), high && b.compare('LessOrEqual', low, high)]), low.shape)),
      high && (() => b.unbroadcast(where([b.compare('Greater', low ? b.binary('Max', x, low) : x, high)]), high.shape)),
    ];
  }),
  Dropout: rule(
    (s) => [
      () => {
        const training = s.node.input[2] ? s.constantNumbers(2) : [0];
        if (training?.[0] !== 0) s.fail('unsupported-form', 'drops at random; export the model for inference');
        return s.grad();
      },
    ],
    { moot: ['seed'] },
  ),
  Identity: passes,
  Where: rule((s) => {
    const { b } = s;
    return [
      undefined,
      () => b.unbroadcast(b.where(s.in(0), s.grad(), 0), s.in(1).shape),
      () => b.unbroadcast(b.where(s.in(0), 0, s.grad()), s.in(2).shape),
    ];
  }),
  Trilu: rule((s) => [() => s.b.emit('Trilu', [s.grad(), s.maybe(1)], s.grad(), { upper: int(s.int('upper')) })], {
    reads: ['upper'],
  }),
} satisfies Record<string, readonly Rule[]>;
