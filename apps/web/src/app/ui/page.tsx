import type { Metadata } from 'next';
import { Parts } from '../../parts/parts.tsx';

export const metadata: Metadata = { title: 'Parts', robots: { index: false } };

/** Every part of the design system in all its states, to be looked at and tested. */
export default function Ui() {
  return <Parts />;
}
