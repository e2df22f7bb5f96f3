import { Aperture, Brush, LayoutDashboard, Palette, Shapes, type LucideIcon } from 'lucide-react';
import type { Attribute } from './attributes.ts';

interface Look {
  readonly icon: LucideIcon;
  /** Class of its colour. */
  readonly text: string;
  readonly soft: string;
}

/** How each attribute is known at a glance: its icon and its colour, the same everywhere. */
export const LOOK: Readonly<Record<Attribute | 'TOKEN', Look>> = {
  COLOR: { icon: Palette, text: 'text-attribute-color', soft: 'bg-attribute-color/12' },
  STYLE: { icon: Brush, text: 'text-attribute-style', soft: 'bg-attribute-style/12' },
  OBJECT: { icon: Shapes, text: 'text-attribute-object', soft: 'bg-attribute-object/12' },
  LAYOUT: { icon: LayoutDashboard, text: 'text-attribute-layout', soft: 'bg-attribute-layout/12' },
  TOKEN: { icon: Aperture, text: 'text-muted', soft: 'bg-sunken' },
};
