import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A statement as it went over the wire. */
export interface Statement {
  readonly text: string;
  /** Text as the client sent it; null for SQL's null. */
  readonly values: readonly (string | null)[];
}

/** Statements of one connection in their order, from BEGIN to COMMIT, or a single one outside a transaction. */
export interface Transaction {
  /** The role that the connection signed in as. */
  readonly user: string;
  readonly statements: readonly Statement[];
}

export interface Recorder {
  /** Where clients connect instead of the server. */
  addressOf(url: string): string;
  /** What came since the last call, by transactions in the order in which they began. */
  take(): Transaction[];
  close(): Promise<void>;
}

/**
 * Stands between a program and its PostgreSQL, and writes down the statements that the program sends, so that they can be
 * measured without it. Reads the frontend's messages of protocol 3: Query, and Parse with Bind.
 */
export async function startRecorder(serverUrl: string): Promise<Recorder> {
  const { hostname, port } = new URL(serverUrl);
  const transactions: Transaction[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let open: Statement[] | undefined;
    const read = messageReader((user, statement) => {
      if (open === undefined) transactions.push({ user, statements: (open = []) });
      open.push(statement);
      const isInside = /^begin/i.test(open[0]!.text);
      if (!isInside || /^(commit|rollback)/i.test(statement.text)) open = undefined;
    });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes: Buffer) => {
        if (from === client) read(bytes);
        to.write(bytes);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.end();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = server.address() as AddressInfo;
  return {
    addressOf(url) {
      const address = new URL(url);
      address.hostname = '127.0.0.1';
      address.port = String(own.port);
      return address.href;
    },
    take: () => transactions.splice(0),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Takes the bytes of one client in whatever pieces, and tells each statement that is sent for execution. */
function messageReader(tell: (user: string, statement: Statement) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  let user: string | undefined;
  const parsed = new Map<string, string>();
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      // The first message, which starts the session, has no type; it names the user.
      const head = user === undefined ? 0 : 1;
      if (rest.length < head + 4) return;
      const length = rest.readInt32BE(head) + head;
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      if (user === undefined) user = /user\0([^\0]*)/.exec(message.toString('latin1'))?.[1] ?? '';
      else read(String.fromCharCode(message[0]!), message.subarray(5));
    }
  };

  function read(type: string, body: Buffer): void {
    if (type === 'Q') return tell(user!, { text: body.subarray(0, -1).toString(), values: [] });
    const fields = fieldsOf(body);
    if (type === 'P') {
      const name = fields.text();
      parsed.set(name, fields.text());
    }
    if (type === 'B') {
      fields.text();
      const text = parsed.get(fields.text()) ?? '';
      for (let formats = fields.int16(); formats > 0; formats--) fields.int16();
      tell(user!, { text, values: Array.from({ length: fields.int16() }, () => fields.value()) });
    }
  }
}

function fieldsOf(body: Buffer) {
  let at = 0;
  return {
    text(): string {
      const end = body.indexOf(0, at);
      const text = body.toString('utf8', at, end);
      at = end + 1;
      return text;
    },
    int16(): number {
      at += 2;
      return body.readInt16BE(at - 2);
    },
    value(): string | null {
      const length = body.readInt32BE(at);
      at += 4;
      if (length < 0) return null;
      at += length;
      return body.toString('utf8', at - length, at);
    },
  };
}
