export { startDeliveries, type DeliveryDoor } from './start-deliveries.ts';
export { startDelivery, startRun } from './start.ts';
export { callRun, cancelRun, deliveryStanding, runStanding, terminateRun, type WorkflowStanding } from './reach.ts';
