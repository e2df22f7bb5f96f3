import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { countMails } from '@facet/db';
import type { Services } from './services.ts';

/** What Prometheus reads. No label is an id: their number must not grow with the organisations. */
export function createMetrics({
  foreignFiles,
  operations,
  log,
}: Pick<Services, 'foreignFiles' | 'operations' | 'log'>) {
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
    mails: new Gauge({
      name: 'facet_mails',
      help: 'E-mails that wait to be sent, and those of the last week that were given up; the same in all processes.',
      labelNames: ['state'],
      registers,
      async collect() {
        try {
          const counts = await operations.withOperations((t) => countMails(t));
          for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
        } catch (err) {
          // The other metrics are the more wanted while the database is away.
          log.warn({ err }, 'e-mails could not be counted');
        }
      },
    }),
    sockets: new Gauge({ name: 'facet_websockets', help: 'Open WebSocket connections.', registers }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
