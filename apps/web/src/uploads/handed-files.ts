'use client';
import { useRouter } from 'next/navigation';
import { useGivenFiles } from './use-given-files.ts';

let handed: readonly File[] = [];

/** Files that were given to a page which does not take them itself; each time once. */
export function takeHandedFiles(): readonly File[] {
  const files = handed;
  handed = [];
  return files;
}

/** Gives files to the page where pictures are taken apart, and goes there. */
export function useHandOver(): (files: readonly File[]) => void {
  const router = useRouter();
  return (files) => {
    handed = files;
    router.push('/runs/new');
  };
}

/** Pictures that are dropped on a page, or pasted, go to the one where they are taken apart. @returns whether some are held over it */
export const useHandedFiles = (): boolean => useGivenFiles(useHandOver());
