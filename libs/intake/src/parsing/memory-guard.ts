/** The thread that ends its process when that takes too much memory, or has lost the process it works for. */
import { workerData } from 'node:worker_threads';

const { maxBytes, parent } = workerData as { readonly maxBytes: number; readonly parent: number };

/** Decoders take some hundred megabytes a second. */
const INTERVAL_MS = 20;

setInterval(() => {
  if (process.memoryUsage.rss() > maxBytes || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, INTERVAL_MS);
