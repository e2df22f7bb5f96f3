'use client';
import { LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useRouter } from 'next/navigation';
import type { ComponentProps, ReactElement } from 'react';
import { postAuth } from '../account/auth.ts';
import { texts } from '../texts/texts.ts';
import { Menu, MenuChoices, MenuItem, MenuLine } from '../ui/menu.tsx';
import { MORE_DESTINATIONS } from './destinations.ts';

const t = texts.navigation;

const THEMES = [
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
  { value: 'system', icon: Monitor },
] as const;

async function signOut(): Promise<void> {
  await postAuth('sign-out');
  location.assign('/sign-in');
}

export function AccountChoices({ trigger }: { readonly trigger: ReactElement<ComponentProps<'button'>> }) {
  const { theme = 'system', setTheme } = useTheme();
  const router = useRouter();
  return (
    <Menu trigger={trigger}>
      {MORE_DESTINATIONS.map(({ href, label, icon: Icon }) => (
        <MenuItem key={href} onChoose={() => router.push(href)}>
          <Icon aria-hidden="true" />
          {label}
        </MenuItem>
      ))}
      <MenuItem onChoose={() => router.push('/settings')}>
        <Settings aria-hidden="true" />
        {t.settings}
      </MenuItem>
      <MenuLine />
      <MenuChoices
        label={t.theme}
        value={theme}
        choices={THEMES.map(({ value, icon: Icon }) => ({
          value,
          label: (
            <>
              <Icon aria-hidden="true" />
              {t.themes[value]}
            </>
          ),
        }))}
        onChoose={setTheme}
      />
      <MenuLine />
      <MenuItem onChoose={() => void signOut()}>
        <LogOut aria-hidden="true" />
        {t.signOut}
      </MenuItem>
    </Menu>
  );
}
