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

/** Pictures that are dropped on a page, or pasted, go to the one where they are taken apart. @returns whether some are held over it */
export function useHandedFiles(): boolean {
  const router = useRouter();
  return useGivenFiles((files) => {
    handed = files;
    router.push('/runs/new');
  });
}
