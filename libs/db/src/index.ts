export { DatabaseError, type DatabaseErrorCode } from './errors.ts';
export { migrate, setRolePassword } from './migrate/migrate.ts';
export { connect, type Database, type DatabaseOptions } from './connection/connect.ts';
export { connectOperations, type Operations } from './connection/operations.ts';
export type { OperationsTransaction, OrganizationTransaction } from './connection/transaction.ts';
