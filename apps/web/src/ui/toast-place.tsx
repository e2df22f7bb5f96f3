'use client';
import dynamic from 'next/dynamic';

/** Loaded once the page is there: nothing is said before. */
export const ToastPlace = dynamic(() => import('./toasts.tsx').then(({ Toasts }) => Toasts), { ssr: false });
