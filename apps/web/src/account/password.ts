/** In characters, as the API wants it. */
export const SHORTEST_PASSWORD = 10;
