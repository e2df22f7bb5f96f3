'use client';
import { texts } from '../texts/texts.ts';
import { MenuButton } from '../ui/menu-button.tsx';
import type { Viewer } from './read-viewer.ts';

const load = async () => (await import('./account-choices.tsx')).AccountChoices;

/** Who is signed in, with what is theirs: settings, appearance, signing out. */
export function AccountMenu({ user, isNarrow = false }: Pick<Viewer, 'user'> & { readonly isNarrow?: boolean }) {
  return (
    <MenuButton
      load={load}
      button={
        <button
          type="button"
          className="flex h-11 min-w-0 items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-sunken md:w-full"
        >
          <span className="sr-only">
            {isNarrow ? `${texts.navigation.account}: ${user.name}` : texts.navigation.account}
          </span>
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
    />
  );
}
