/** What every HTTP server of Facet keeps to, before it is known who asks: whose connection it is, how many they have, and that something moves on it. */
export { addressGroup, clientAddress, readTrustedProxies, type TrustedProxies } from './client-address.ts';
export { guardConnections, type ConnectionRules } from './connections.ts';
export { endStalled, SLOWEST, type TransferRules } from './stalled.ts';
