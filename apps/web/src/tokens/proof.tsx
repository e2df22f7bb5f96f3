import type { TokenCardFragment } from './token-card.graphql.ts';
import { cx } from '../ui/cx.ts';
import { Swatches } from './swatches.tsx';

/** What tells at a glance which attribute a token carries: its colours, its texture, its thing, its places. */
export function Proof({ token, className }: { readonly token: TokenCardFragment; readonly className?: string }) {
  const { attribute, palette, picture, inversion } = token;
  const source = inversion?.image?.picture?.url;
  switch (attribute) {
    case 'COLOR':
      return palette.length > 0 ? (
        <Swatches palette={palette} className={className} />
      ) : (
        <Picture url={source} className={className} />
      );
    case 'STYLE':
      // A piece of its surface, near enough to see how it is made.
      return (
        <div className={cx('overflow-hidden', className)}>
          <Picture url={source ?? picture?.url} className="size-full scale-[2.6]" />
        </div>
      );
    case 'LAYOUT':
      return (
        <div className={cx('overflow-hidden', className)}>
          <Picture url={source ?? picture?.url} className="outlined size-full" />
        </div>
      );
    case 'OBJECT':
      // The thing itself, cut out.
      return (
        <div className={cx('grid place-items-center bg-surface', className)}>
          <Picture url={source ?? picture?.url} className="size-[88%] rounded-full" />
        </div>
      );
    default:
      return <Picture url={source ?? picture?.url} className={className} />;
  }
}

export function Picture({
  url,
  className,
  alt = '',
  onError,
}: {
  readonly url: string | undefined;
  readonly className?: string | undefined;
  readonly alt?: string;
  /** There is no picture at the address. */
  readonly onError?: () => void;
}) {
  if (url === undefined) return <div className={cx('bg-sunken', className)} />;
  // Signed addresses change, so next/image would draw the same picture anew again and again.
  return (
    <img
      src={url}
      alt={alt}
      onError={onError}
      width={192}
      height={192}
      loading="lazy"
      decoding="async"
      // Else the browser drags the picture in place of what it is in.
      draggable={false}
      className={cx('picture object-cover', className)}
    />
  );
}
