import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ForeignFiles } from './foreign/foreign-files.ts';

/** What Prometheus reads. No label is an id: their number must not grow with the organisations. */
export function createMetrics(foreignFiles: Pick<ForeignFiles, 'waiting'>) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'facet_http_request_seconds',
      help: 'Time to answer, by route and status.',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    operations: new Counter({
      name: 'facet_graphql_operations_total',
      help: 'GraphQL operations by kind and outcome.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    operationCost: new Histogram({
      name: 'facet_graphql_operation_cost',
      help: 'Estimated cost of operations.',
      buckets: [1, 10, 50, 100, 500, 1_000, 5_000, 10_000],
      registers,
    }),
    filesWaiting: new Gauge({
      name: 'facet_files_waiting',
      help: 'Files of clients that wait to be read.',
      registers,
      collect() {
        this.set(foreignFiles.waiting);
      },
    }),
    sockets: new Gauge({ name: 'facet_websockets', help: 'Open WebSocket connections.', registers }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
