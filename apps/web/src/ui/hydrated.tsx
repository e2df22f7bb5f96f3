'use client';
import { useEffect } from 'react';

/** Marks the page once its script has taken over; what a test clicks or types before that is lost. */
export function Hydrated() {
  useEffect(() => document.documentElement.setAttribute('data-hydrated', ''), []);
  return null;
}
