import type { IncomingMessage, Server, ServerResponse } from 'node:http';

export interface TransferRules {
  /** Bodies and answers have to move by this much between two looks, or their connection is ended. */
  readonly bytesPerLook: number;
  readonly lookEveryMs: number;
}

/** About one kilobyte a second. */
export const SLOWEST: TransferRules = { bytesPerLook: 16_384, lookEveryMs: 15_000 };

interface Transfer {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** At the last look; undefined while neither side waited for the other. */
  moved: number | undefined;
}

/**
 * Ends connections whose client sends its body, or takes the answer, by drops or not at all. Node has a limit for headers and
 * one for the whole of a request, which must be long enough for the largest upload, and none for answers. While a request
 * is worked on nothing is to move, and nothing is counted.
 */
export function endStalled(server: Server, { bytesPerLook, lookEveryMs }: TransferRules): void {
  const transfers = new Set<Transfer>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const transfer: Transfer = { request, response, moved: undefined };
    transfers.add(transfer);
    response.once('close', () => transfers.delete(transfer));
  });
  const looks = setInterval(() => transfers.forEach((transfer) => look(transfer, bytesPerLook)), lookEveryMs);
  looks.unref();
  server.once('close', () => clearInterval(looks));
}

function look(transfer: Transfer, bytesPerLook: number): void {
  const { request, response, moved } = transfer;
  const { socket } = request;
  const isReceiving = !request.complete;
  const isSending = socket.writableLength > 0 || (response.writableLength > 0 && response.headersSent);
  if (!isReceiving && !isSending) transfer.moved = undefined;
  else {
    // `bytesWritten` counts what waits here as well.
    const now = socket.bytesRead + (socket.bytesWritten ?? 0) - socket.writableLength;
    if (moved !== undefined && now - moved < bytesPerLook) socket.destroy();
    transfer.moved = now;
  }
}
