import Link from 'next/link';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger';
type Size = 'small' | 'medium';

const LOOKS: Readonly<Record<Look, string>> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong shadow-card',
  secondary: 'bg-surface text-ink border border-line hover:bg-sunken shadow-card',
  quiet: 'text-ink hover:bg-sunken',
  danger: 'bg-surface text-danger border border-line hover:bg-danger-soft',
};

const SIZES: Readonly<Record<Size, string>> = {
  small: 'h-8 px-2.5 text-sm rounded-md gap-1.5',
  medium: 'h-10 px-4 text-base rounded-md gap-2',
};

const classes = (look: Look, size: Size, className?: string): string =>
  cx(
    'inline-flex shrink-0 items-center justify-center font-medium whitespace-nowrap transition-colors select-none',
    'disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
    LOOKS[look],
    SIZES[size],
    className,
  );

interface Shape {
  readonly look?: Look;
  readonly size?: Size;
}

export interface ButtonProps extends ComponentProps<'button'>, Shape {
  /** Works, and takes no other press until it is done. */
  readonly busy?: boolean;
  /** Takes no press as things are. Unlike a disabled one it keeps the focus, for what a press has done may be why. */
  readonly isOff?: boolean;
}

/** Of a button that sends a form, this keeps the form too, by whatever key it is sent. */
const refuse = (event: MouseEvent): void => event.preventDefault();

export function Button({
  look = 'secondary',
  size = 'medium',
  busy = false,
  isOff = false,
  className,
  ...more
}: ButtonProps) {
  const { children, type = 'button', ...rest } = more;
  return (
    <button
      type={type}
      className={classes(look, size, className)}
      {...rest}
      {...((busy || isOff) && { 'aria-disabled': true, onClick: refuse })}
      aria-busy={busy || undefined}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

/** Looks like a button and leads somewhere. */
export function ButtonLink({
  look = 'secondary',
  size = 'medium',
  className,
  ...more
}: ComponentProps<typeof Link> & Shape) {
  return <Link className={classes(look, size, className)} {...more} />;
}

/** A button of an icon alone; its label is read out, and shown as a tooltip. */
export function IconButton({
  label,
  children,
  className,
  ...more
}: Omit<ButtonProps, 'children'> & { readonly label: string; readonly children: ReactNode }) {
  return (
    <Button look="quiet" size="small" aria-label={label} title={label} className={cx('w-8 !px-0', className)} {...more}>
      {children}
    </Button>
  );
}
