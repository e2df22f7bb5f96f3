import type { ReactNode } from 'react';
import { TeamFrame } from '../../../team/team-frame.tsx';

export default function Layout({ children }: { readonly children: ReactNode }) {
  return <TeamFrame>{children}</TeamFrame>;
}
