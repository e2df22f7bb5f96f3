import type { ReactNode } from 'react';
import { DevelopersFrame } from '../../../developers/developers-frame.tsx';

export default function Layout({ children }: { readonly children: ReactNode }) {
  return <DevelopersFrame>{children}</DevelopersFrame>;
}
