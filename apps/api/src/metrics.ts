import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus reads. No label is an id: their number must not grow with the organisations. */
export function createMetrics() {
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
    sockets: new Gauge({ name: 'facet_websockets', help: 'Open WebSocket connections.', registers }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
