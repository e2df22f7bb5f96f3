export { startDeliveries } from './start-deliveries.ts';
export { startDelivery, startRun } from './start.ts';
export { callRun, cancelRun, terminateRun } from './reach.ts';
