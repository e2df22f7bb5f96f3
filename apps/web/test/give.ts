import type { Page } from '@playwright/test';

export interface Given {
  readonly name: string;
  readonly type: string;
  readonly base64: string;
}

export const given = (name: string, type: string, bytes: Buffer): Given => ({
  name,
  type,
  base64: bytes.toString('base64'),
});

/** What is over a page before it is dropped; a page that takes files says so, when its script has come so far. */
const takesFiles = (page: Page) =>
  page.waitForFunction(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([], 'over'));
    const isTaken = !window.dispatchEvent(new DragEvent('dragover', { dataTransfer: transfer, cancelable: true }));
    window.dispatchEvent(new DragEvent('dragleave'));
    return isTaken;
  });

/** As the system gives files to a page: dropped on it, or out of the clipboard. */
export async function give(page: Page, how: 'drop' | 'paste', files: readonly Given[]): Promise<void> {
  await takesFiles(page);
  await page.evaluate(
    ([how, files]) => {
      const transfer = new DataTransfer();
      for (const { name, type, base64 } of files)
        transfer.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0)!)], name, { type }));
      window.dispatchEvent(
        how === 'drop'
          ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true }),
      );
    },
    [how, files] as const,
  );
}
