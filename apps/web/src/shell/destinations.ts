import { Boxes, CodeXml, House, Images, Layers, Library, Timer, Users, type LucideIcon } from 'lucide-react';
import { texts } from '../texts/texts.ts';

interface Destination {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
}

const t = texts.navigation;

/** Where the sidebar and the bar at the bottom lead. */
export const DESTINATIONS: readonly Destination[] = [
  { href: '/', label: t.home, icon: House },
  { href: '/compose', label: t.compose, icon: Layers },
  { href: '/library', label: t.library, icon: Library },
  { href: '/runs', label: t.runs, icon: Timer },
  { href: '/pictures', label: t.pictures, icon: Images },
];

/** What is seldom gone to: below the others in the sidebar, and on a small screen in the account's menu. */
export const MORE_DESTINATIONS: readonly Destination[] = [
  { href: '/models', label: t.models, icon: Boxes },
  { href: '/team', label: t.team, icon: Users },
  { href: '/developers', label: t.developers, icon: CodeXml },
];

export const isAt = (path: string, href: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
