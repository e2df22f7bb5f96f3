'use client';
import { cloneElement, useState, type ComponentProps, type ComponentType, type ReactElement } from 'react';

type Trigger = ReactElement<ComponentProps<'button'>>;

/** A menu's module is several times the page's own, so it is loaded when somebody goes for its button. */
export function MenuButton({
  button,
  load,
}: {
  readonly button: Trigger;
  /** Gives the menu, open, with the button as its trigger. */
  readonly load: () => Promise<ComponentType<{ readonly trigger: Trigger }>>;
}) {
  const [Menu, setMenu] = useState<ComponentType<{ readonly trigger: Trigger }>>();
  if (Menu) return <Menu trigger={button} />;
  const ahead = (): void => void load();
  return cloneElement(button, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: ahead,
    onFocus: ahead,
    onClick: () => void load().then((loaded) => setMenu(() => loaded)),
  });
}
