'use client';
import { useState, useSyncExternalStore, type FormEvent, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

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
  onSubmit,
  children,
}: {
  readonly submitLabel: string;
  /** Resolves to what is wrong, or undefined. */
  readonly onSubmit: (fields: Readonly<Record<string, string>>) => Promise<string | undefined>;
  readonly children: ReactNode;
}) {
  const isHydrated = useIsHydrated();
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const fields = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]),
    );
    setBusy(true);
    setWrong(undefined);
    setWrong(await onSubmit(fields));
    setBusy(false);
  };
  return (
    // With `method` a browser that has not run the script does not put a password into the address.
    <form method="post" onSubmit={(event) => void submit(event)} className="space-y-4">
      {wrong !== undefined && <Notice tone="danger">{wrong}</Notice>}
      {children}
      <Button type="submit" look="primary" busy={isBusy} disabled={!isHydrated} className="w-full">
        {submitLabel}
      </Button>
    </form>
  );
}
