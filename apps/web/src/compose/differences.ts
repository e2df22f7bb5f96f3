import { ATTRIBUTES, type Attribute } from '../attributes/attributes.ts';
import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import type { CompositionStateFragment } from './compose.graphql.ts';

const t = texts.compose;

/** A picture with what it was drawn by. */
export interface Drawn {
  readonly composition: CompositionStateFragment;
  readonly output: CompositionStateFragment['outputs'][number];
}

export interface Fact {
  readonly label: string;
  readonly attribute?: Attribute;
  readonly value: string;
  /** Of two facts with the same key nothing differs; of tokens of one name there may be two. */
  readonly key: string;
}

/** What a picture was drawn by, in words: its four slots, then the rest. */
export function facts({ composition, output }: Drawn): Fact[] {
  const { prompt, negativePrompt, steps, guidance, scheduler } = composition;
  return [
    ...ATTRIBUTES.map((attribute) => slotFact(composition, attribute)),
    fact(t.prompt, prompt ?? t.nothing),
    fact(t.negative, negativePrompt || t.nothing),
    fact(t.seed, String(output.seed)),
    fact(t.steps, String(steps)),
    fact(t.guidance, String(guidance)),
    fact(t.scheduler, scheduler),
    fact(t.size, texts.shared.size(output.width, output.height)),
  ];
}

const fact = (label: string, value: string): Fact => ({ label, value, key: value });

function slotFact({ slots, words }: CompositionStateFragment, attribute: Attribute): Fact {
  const label = texts.attributes[attribute];
  const slot = slots.find((each) => each.attribute === attribute);
  if (slot) {
    const { tokenName, strength, token } = slot;
    const how = strength === 0 ? t.isMuted : percent(strength);
    const value = strength === 1 ? tokenName : `${tokenName}, ${how}`;
    return { label, attribute, value, key: `${token?.id ?? tokenName} ${strength}` };
  }
  const word = words.find((each) => each.attribute === attribute)?.word;
  const value = word === undefined ? t.nothing : `“${word}”`;
  return { label, attribute, value, key: value };
}

export interface Difference extends Pick<Fact, 'label' | 'attribute'> {
  /** Of each of the two. */
  readonly values: readonly [string, string];
  readonly isSame: boolean;
}

/** What two pictures were drawn by, side by side: every slot, and of the rest what is not the same. */
export function differences(left: Drawn, right: Drawn): Difference[] {
  const others = facts(right);
  return facts(left).flatMap(({ label, attribute, value, key }, index): Difference[] => {
    const other = others[index]!;
    const isSame = key === other.key;
    return isSame && attribute === undefined
      ? []
      : [{ label, values: [value, other.value], isSame, ...(attribute && { attribute }) }];
  });
}
