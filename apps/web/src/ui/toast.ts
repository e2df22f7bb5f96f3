/** Something that can be done about what has happened, as long as it is said. */
export interface ToastAction {
  readonly label: string;
  readonly onAct: () => void;
}

/** Says for a while, at the edge of the page, what has happened. What shows it is loaded with the first one. */
export async function toast(title: string, description?: string, action?: ToastAction): Promise<void> {
  const { toasts, placed } = await import('./toast-manager.ts');
  await placed;
  const id = toasts.add({
    title,
    description,
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
