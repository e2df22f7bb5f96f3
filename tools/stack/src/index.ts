export { startBreakingProxy, type BreakingProxy } from './breaking-proxy.ts';
export { startServer, type ServerProcess } from './server-process.ts';
export type { RestartableServer } from './restartable.ts';
export { startStack, type Stack, type StackOptions } from './stack.ts';
