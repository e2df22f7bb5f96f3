'use client';
import { useState, useSyncExternalStore, type FormEvent, type ReactNode } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { cx } from './cx.ts';
import { Notice } from './notice.tsx';

const never = () => () => undefined;

/** Whether the page's script has taken over: what is sent before that would reach nobody. */
const useIsHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

/** A form whose answer is a sentence when something is wrong. */
export function Form({
  submitLabel,
  submitLook = 'primary',
  isRow = false,
  isEmptied = isRow,
  onSubmit,
  children,
}: {
  readonly submitLabel: string;
  readonly submitLook?: ButtonProps['look'];
  /** A few short fields with the button beside them, where there is room. */
  readonly isRow?: boolean;
  /** Its fields are empty again when it is done, for the next one. */
  readonly isEmptied?: boolean;
  /** Resolves to what is wrong, or undefined. Of several fields of one name the values come with spaces between. */
  readonly onSubmit: (fields: Readonly<Record<string, string>>) => Promise<string | undefined>;
  readonly children: ReactNode;
}) {
  const isHydrated = useIsHydrated();
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const fields = Object.fromEntries([...data.keys()].map((name) => [name, data.getAll(name).join(' ')]));
    setBusy(true);
    setWrong(undefined);
    const isWrong = await onSubmit(fields);
    setWrong(isWrong);
    setBusy(false);
    if (isEmptied && isWrong === undefined) form.reset();
  };
  return (
    // With `method` a browser that has not run the script does not put a password into the address.
    <form method="post" onSubmit={(event) => void submit(event)} className="space-y-4">
      {wrong !== undefined && <Notice tone="danger">{wrong}</Notice>}
      <div
        className={
          isRow ? 'grid items-end gap-3 sm:auto-cols-auto sm:grid-flow-col sm:grid-cols-[minmax(0,1fr)]' : 'space-y-4'
        }
      >
        {children}
        <Button
          type="submit"
          look={submitLook}
          busy={isBusy}
          disabled={!isHydrated}
          className={cx('w-full', isRow && 'sm:w-auto')}
        >
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
