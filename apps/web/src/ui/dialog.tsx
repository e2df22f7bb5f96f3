'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { DialogProps } from './dialog-popup.tsx';

const Popup = dynamic(() => import('./dialog-popup.tsx').then(({ DialogPopup }) => DialogPopup), { ssr: false });

/** Something over the page, which takes the keyboard until it is closed. It is loaded when it is opened for the first time. */
export function Dialog(props: DialogProps) {
  const [wasOpen, setWasOpen] = useState(props.isOpen);
  if (props.isOpen && !wasOpen) setWasOpen(true);
  return wasOpen ? <Popup {...props} /> : null;
}
