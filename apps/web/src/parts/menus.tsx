'use client';
import { useTheme } from 'next-themes';
import type { ComponentProps, ReactElement } from 'react';
import { Menu, MenuChoices, MenuItem, MenuLine } from '../ui/menu.tsx';

interface OfTrigger {
  readonly trigger: ReactElement<ComponentProps<'button'>>;
}

const THEMES = ['light', 'dark', 'system'] as const;

export function Themes({ trigger }: OfTrigger) {
  const { theme, setTheme } = useTheme();
  return (
    <Menu trigger={trigger}>
      <MenuChoices
        label="Appearance"
        value={THEMES.find((each) => each === theme)}
        choices={THEMES.map((value) => ({ value, label: value }))}
        onChoose={setTheme}
      />
    </Menu>
  );
}

export function Actions({ trigger }: OfTrigger) {
  return (
    <Menu trigger={trigger}>
      <MenuItem onChoose={() => undefined}>Rename</MenuItem>
      <MenuItem onChoose={() => undefined}>Move</MenuItem>
      <MenuLine />
      <MenuItem onChoose={() => undefined}>Delete</MenuItem>
    </Menu>
  );
}
