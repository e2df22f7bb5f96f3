export { startPostgres, type Postgres, type PostgresOptions } from './postgres/start.ts';
export { startTemporal, type Temporal, type TemporalOptions } from './temporal/start.ts';
export { temporalProgram } from './temporal/program.ts';
export { createManager, type Manager, type ManagerOptions } from './processes/manager.ts';
export { runManaged } from './processes/run-managed.ts';
export { startProcess, type ProcessSpec } from './processes/start-process.ts';
export type { Running, StartContext } from './processes/running.ts';
export { ServiceError, type ServiceErrorCode } from './errors.ts';
export { freePort } from './free-port.ts';
