/** Something that can be done about what has happened, as long as it is said. */
export interface ToastAction {
  readonly label: string;
  readonly onAct: () => void;
}

/** For the eye alone. */
const READ_MS = 5_000;
/** What can be done about it is reached with a hand, by keys or by a screen reader's way to it. */
const REACH_MS = 20_000;

/**
 * Says for a while, at the edge of the page, what has happened. It does not go as long as the pointer or the focus is on it, or
 * another window is in front. What shows it is loaded with the first one.
 */
export async function toast(title: string, description?: string, action?: ToastAction): Promise<void> {
  const { toasts, placed } = await import('./toast-manager.ts');
  await placed;
  const id = toasts.add({
    title,
    description,
    timeout: action ? REACH_MS : READ_MS,
    ...(action && {
      actionProps: {
        children: action.label,
        onClick() {
          toasts.close(id);
          action.onAct();
        },
      },
    }),
  });
}
