/** Carries to better-auth what `clientAddress` found; whatever a client sends under this name is replaced. */
export const ADDRESS_HEADER = 'x-facet-client-address';
