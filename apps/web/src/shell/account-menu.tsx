'use client';
import { LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useRouter } from 'next/navigation';
import { postAuth } from '../account/auth.ts';
import { texts } from '../texts/texts.ts';
import { Menu, MenuChoices, MenuItem, MenuLine } from '../ui/menu.tsx';
import type { Viewer } from './read-viewer.ts';

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

export function AccountMenu({ user, isNarrow = false }: Pick<Viewer, 'user'> & { readonly isNarrow?: boolean }) {
  const { theme = 'system', setTheme } = useTheme();
  const router = useRouter();
  return (
    <Menu
      side={isNarrow ? 'bottom' : 'top'}
      trigger={
        <button
          type="button"
          aria-label={`${t.account}: ${user.name}`}
          className="flex h-11 min-w-0 items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-sunken md:w-full"
        >
          <span
            aria-hidden="true"
            className="grid size-7 shrink-0 place-items-center rounded-full bg-ink text-xs font-semibold text-canvas uppercase"
          >
            {[...user.name][0]}
          </span>
          {!isNarrow && (
            <span className="min-w-0">
              <span className="block truncate text-sm font-medium">{user.name}</span>
              <span className="block truncate text-xs text-muted">{user.email}</span>
            </span>
          )}
        </button>
      }
    >
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
