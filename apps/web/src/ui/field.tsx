import { useId, type ComponentProps, type ReactNode } from 'react';
import { cx } from './cx.ts';

const CONTROL =
  'w-full rounded-md border border-edge/60 bg-surface px-3 text-base placeholder:text-muted transition-colors hover:border-edge disabled:opacity-50 aria-invalid:border-danger';

interface FieldProps {
  readonly label: string;
  /** Read out, and not shown. */
  readonly isLabelHidden?: boolean;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Beside the label, at its end. */
  readonly aside?: ReactNode;
}

type Described = Pick<ComponentProps<'input'>, 'id' | 'aria-describedby' | 'aria-invalid'>;

function Field({
  label,
  isLabelHidden = false,
  hint,
  error,
  aside,
  control,
}: FieldProps & { readonly control: (described: Described) => ReactNode }) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="min-w-0">
      <div className={cx('mb-1.5 flex items-baseline justify-between gap-4', isLabelHidden && !aside && 'sr-only')}>
        <label htmlFor={id} className={cx('text-sm font-medium', isLabelHidden && 'sr-only')}>
          {label}
        </label>
        {aside}
      </div>
      {control({
        id,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {note !== undefined && (
        <p id={`${id}-note`} className={cx('mt-1.5 text-sm', error === undefined ? 'text-muted' : 'text-danger')}>
          {note}
        </p>
      )}
    </div>
  );
}

export function TextField({
  label,
  isLabelHidden,
  hint,
  error,
  aside,
  className,
  ...input
}: FieldProps & Omit<ComponentProps<'input'>, 'id'>) {
  return (
    <Field
      {...{ label, hint, error, aside }}
      {...(isLabelHidden !== undefined && { isLabelHidden })}
      control={(described) => <input className={cx(CONTROL, 'h-10', className)} {...input} {...described} />}
    />
  );
}

export function TextArea({
  label,
  isLabelHidden,
  hint,
  error,
  aside,
  className,
  ...area
}: FieldProps & Omit<ComponentProps<'textarea'>, 'id'>) {
  return (
    <Field
      {...{ label, hint, error, aside }}
      {...(isLabelHidden !== undefined && { isLabelHidden })}
      control={(described) => (
        <textarea className={cx(CONTROL, 'field-sizing-content min-h-10 py-2', className)} {...area} {...described} />
      )}
    />
  );
}

export function Select({
  label,
  isLabelHidden,
  hint,
  error,
  aside,
  className,
  ...select
}: FieldProps & Omit<ComponentProps<'select'>, 'id'>) {
  return (
    <Field
      {...{ label, hint, error, aside }}
      {...(isLabelHidden !== undefined && { isLabelHidden })}
      control={(described) => <select className={cx(CONTROL, 'h-10 pr-8', className)} {...select} {...described} />}
    />
  );
}

const CHECK = 'size-4 shrink-0 accent-accent';
const CHECK_LABEL = 'flex min-h-8 cursor-pointer items-center gap-2.5 text-base';

export function Checkbox({ label, ...input }: { readonly label: string } & Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <label className={CHECK_LABEL}>
      <input type="checkbox" className={CHECK} {...input} />
      {label}
    </label>
  );
}

/** Several of a few things. In a form their values come under one name. */
export function Checkboxes<Value extends string>({
  label,
  isLabelHidden = false,
  name,
  choices,
  chosen = [],
}: {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly name: string;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  /** What is ticked at first. */
  readonly chosen?: readonly Value[];
}) {
  return (
    <fieldset>
      <legend className={cx('mb-1.5 text-sm font-medium', isLabelHidden && 'sr-only')}>{label}</legend>
      <div className="space-y-0.5">
        {choices.map(({ value, label: text }) => (
          <Checkbox key={value} label={text} name={name} value={value} defaultChecked={chosen.includes(value)} />
        ))}
      </div>
    </fieldset>
  );
}

/** A number by hand or by keys, with its value beside the label. */
export function Slider({
  label,
  isLabelHidden = false,
  isBare = false,
  shown,
  className,
  ...input
}: {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  /** Label and value are read out, and shown elsewhere. */
  readonly isBare?: boolean;
  readonly shown: string;
} & Omit<ComponentProps<'input'>, 'type' | 'id'>) {
  const id = useId();
  return (
    <div className={className}>
      <div className={cx('flex items-baseline justify-between gap-2 text-sm', isBare && 'sr-only')}>
        <label htmlFor={id} className={cx('font-medium', isLabelHidden && 'sr-only')}>
          {label}
        </label>
        <output htmlFor={id} className="text-muted tabular-nums">
          {shown}
        </output>
      </div>
      <input id={id} type="range" aria-valuetext={shown} className="slider w-full" {...input} />
    </div>
  );
}
