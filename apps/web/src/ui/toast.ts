/** Says for a while, at the edge of the page, what has happened. What shows it is loaded with the first one. */
export async function toast(title: string, description?: string): Promise<void> {
  const { toasts, placed } = await import('./toast-manager.ts');
  await placed;
  toasts.add({ title, description });
}
