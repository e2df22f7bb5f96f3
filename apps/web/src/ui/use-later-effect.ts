import { useEffect } from 'react';

/**
 * An effect by something that is loaded after the page, such as what takes what is dragged.
 * @param begin gives what ends it; undefined where there is nothing to do
 */
export function useLaterEffect<Module>(
  load: () => Promise<Module>,
  begin: ((module: Module) => () => void) | undefined,
  dependencies: readonly unknown[],
): void {
  useEffect(() => {
    if (!begin) return undefined;
    let end: (() => void) | undefined;
    let isGone = false;
    void load().then((module) => {
      if (!isGone) end = begin(module);
    });
    return () => {
      isGone = true;
      end?.();
    };
  }, dependencies);
}
