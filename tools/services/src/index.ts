export { startPostgres, type Postgres, type PostgresOptions } from './postgres/start.ts';
export { ServiceError, type ServiceErrorCode } from './errors.ts';
export { freePort } from './free-port.ts';
