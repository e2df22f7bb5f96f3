import { texts } from '../texts/texts.ts';
import { cx } from '../ui/cx.ts';
import type { Attribute } from './attributes.ts';
import { LOOK } from './look.ts';

export function AttributeIcon({
  attribute,
  className,
}: {
  readonly attribute: Attribute | 'TOKEN';
  readonly className?: string;
}) {
  const { icon: Icon, text } = LOOK[attribute];
  return <Icon aria-hidden="true" className={cx('size-4 shrink-0', text, className)} />;
}

/** Icon and name, in the attribute's colour. */
export function AttributeLabel({ attribute }: { readonly attribute: Attribute | 'TOKEN' }) {
  return (
    <span className={cx('inline-flex items-baseline gap-1.5 text-xs font-medium', LOOK[attribute].text)}>
      <AttributeIcon attribute={attribute} className="size-3.5 self-center" />
      {texts.attributes[attribute]}
    </span>
  );
}
