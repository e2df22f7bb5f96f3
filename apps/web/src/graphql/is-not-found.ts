/** Whether the API says that there is nothing under an id: also under one that could be none. Without Apollo, which not every page loads. */
export const isNotFound = (error: Error): boolean =>
  'errors' in error &&
  (error.errors as readonly { readonly extensions?: { readonly code?: unknown } }[]).some(
    ({ extensions }) => extensions?.code === 'NOT_FOUND',
  );
