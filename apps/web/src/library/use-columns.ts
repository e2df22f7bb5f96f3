import { useLayoutEffect, useState, type RefObject } from 'react';

/** How many columns the style sheet gives a grid, and how tall a row is with the gap below it; undefined until it is shown. */
export function useColumns(grid: RefObject<HTMLElement | null>): { columns: number; rowHeight: number } | undefined {
  const [shape, setShape] = useState<{ columns: number; rowHeight: number }>();
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return undefined;
    const measure = (): void => {
      const { gridTemplateColumns, rowGap } = getComputedStyle(element);
      const columns = gridTemplateColumns.split(' ').length;
      const first = element.firstElementChild;
      if (!first) return;
      const rowHeight = first.getBoundingClientRect().height + Number.parseFloat(rowGap);
      setShape((before) =>
        before?.columns === columns && Math.abs(before.rowHeight - rowHeight) < 0.5 ? before : { columns, rowHeight },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [grid]);
  return shape;
}
