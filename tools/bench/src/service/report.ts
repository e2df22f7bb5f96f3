import type { Spread } from '../statistics.ts';
import type { ServiceResult } from './result.ts';

const ratio = ({ median, min, max }: Spread): string => `${median.toFixed(2)} (${min.toFixed(2)}-${max.toFixed(2)})`;
const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const mb = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;

/** One line a figure. */
export function formatService({ rowSecurity = [], clients, fanOut }: ServiceResult): string {
  return [
    ...rowSecurity.map(
      ({ operation, timeRatio, withMs }) =>
        `row security, ${operation}: ${ms(withMs.median)}, ${ratio(timeRatio)} of without`,
    ),
    ...(clients
      ? [
          `200 clients: ${clients.perSecond.toFixed(0)}/s, p50 ${ms(clients.latencyMs.p50)}, p90 ${ms(clients.latencyMs.p90)}, ` +
            `p99 ${ms(clients.latencyMs.p99)}, ${clients.errors} errors of ${clients.requests}`,
        ]
      : []),
    ...(fanOut
      ? [
          `${fanOut.subscribers} sockets: first ${ms(fanOut.firstMs.median)}, last ${ms(fanOut.lastMs.median)} ` +
            `(${ms(fanOut.lastMs.min)}-${ms(fanOut.lastMs.max)}), ${fanOut.lost} lost, ` +
            `API ${mb(fanOut.memoryBytes.before)} before, ${mb(fanOut.memoryBytes.subscribed)} with them, ${mb(fanOut.memoryBytes.after)} after`,
        ]
      : []),
  ].join('\n');
}
