import { attrInt, int } from '@facet/onnx';
import { rule, type Rule, type Site } from '../site.ts';
import type { Value } from '../values.ts';

/** The node passes its first input on unchanged, perhaps in another type. */
const passes = rule((s) => [() => s.grad()]);

function castBack(s: Site): Value {
  return s.b.cast(s.grad(), s.in(0).type);
}

export const selection = {
  Cast: rule((s) => [() => castBack(s)]),
  CastLike: rule((s) => [() => castBack(s)]),
  // Inclusive at both ends, as PyTorch's clamp.
  Clip: rule((s) => {
    const { b } = s;
    const [x, low, high] = [s.in(0), s.maybe(1), s.maybe(2)];
    const above = (): Value | undefined => low && b.compare('GreaterOrEqual', x, low);
    const below = (): Value | undefined => high && b.compare('LessOrEqual', x, high);
    return [
      () => {
        const inside = [above(), below()].filter((each) => each !== undefined);
        return inside.length === 0
          ? s.grad()
          : b.where(
              inside.reduce((a, c) => b.and(a, c)),
              s.grad(),
              0,
            );
      },
      low && (() => b.unbroadcast(b.where(above()!, 0, s.grad()), low.shape)),
      high && (() => b.unbroadcast(b.where(below()!, 0, s.grad()), high.shape)),
    ];
  }),
  Dropout: rule((s) => [
    () => {
      const training = s.node.input[2] ? s.constantNumbers(2) : [0];
      if (training?.[0] !== 0) s.fail('unsupported-form', 'drops at random; export the model for inference');
      return s.grad();
    },
  ]),
  Identity: passes,
  Where: rule((s) => {
    const { b } = s;
    return [
      undefined,
      () => b.unbroadcast(b.where(s.in(0), s.grad(), 0), s.in(1).shape),
      () => b.unbroadcast(b.where(s.in(0), 0, s.grad()), s.in(2).shape),
    ];
  }),
  Trilu: rule((s) => [
    () => s.b.emit('Trilu', [s.grad(), s.maybe(1)], s.grad(), { upper: int(attrInt(s.node, 'upper', 1)) }),
  ]),
} satisfies Record<string, readonly Rule[]>;
