import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeId } from '../src/ids.ts';
import { startTelemetry } from '../src/telemetry/start.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Person } from './client.ts';
import { createKey, makeAll, START } from './make.ts';

interface ExportedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: { key: string; value: Record<string, unknown> }[];
}

/** What a collector is sent. */
const bodies: string[] = [];
let collector: Server;
let api: TestApi;
let person: Person;
let stop: () => Promise<void>;
beforeAll(async () => {
  collector = createServer(async (request, response) => {
    bodies.push(Buffer.concat(await request.toArray()).toString());
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = endpoint;
  stop = startTelemetry();
  api = await startApi({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  person = await signUp(api, 'Ms Unmistakable');
});
afterAll(async () => {
  await api.close();
  collector.close();
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
});

const textOf = ({ attributes }: ExportedSpan, name: string): unknown =>
  attributes.find(({ key }) => key === name)?.value['stringValue'];

test('a request is one trace from HTTP over GraphQL and PostgreSQL to the workflow, by id and without what people wrote', async () => {
  const ids = await makeAll(api, person);
  const { secret } = await createKey(person, ['READ', 'WRITE']);
  const key = callerOf(api, { authorization: `Bearer ${secret}` });
  const asked = START.replace('objectWord: "cat"', 'objectWord: "axolotl"');
  const started = await key.run(asked, { imageId: ids['Image'], libraryId: ids['Library'], key: 'a-secret-key' });
  expect(started.data.startInversion.__typename).toBe('Inversion');
  await key.run(
    'mutation ($id: ID!) { composeImages(prompt: "a {color} capybara", slots: [{ attribute: COLOR, tokenId: $id }]) { __typename } }',
    { id: ids['Token'] },
  );
  await api.services.afterwards.settled();
  await stop();

  const spans = bodies.flatMap((body) =>
    (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: ExportedSpan[] }[] }[] }).resourceSpans.flatMap(
      ({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans),
    ),
  );
  const operation = spans.findLast(({ name }) => name === 'mutation startInversion')!;
  const trace = spans.filter(({ traceId }) => traceId === operation.traceId);
  const request = trace.find(({ spanId }) => spanId === operation.parentSpanId)!;
  expect(request.name).toBe('POST');
  const workflow = trace.find(({ name }) => name === 'StartWorkflow:invertImage')!;
  expect(workflow.parentSpanId).toBe(operation.spanId);
  const queries = trace.filter(({ name }) => name.startsWith('pg.query'));
  expect(queries.length).toBeGreaterThan(3);

  const organizationId = decodeId('Organization', person.organizationId);
  const insert = queries.find(({ name }) => /^pg.query:insert/i.test(name))!;
  for (const span of [request, operation, workflow, insert])
    expect(textOf(span, 'organizationId')).toBe(organizationId);

  const sent = bodies.join('\n');
  for (const text of ['axolotl', 'capybara', 'a-secret-key', secret, person.email, 'Unmistakable', 'app-password'])
    expect(sent).not.toContain(text);
  expect(sent).not.toContain(person.cookie.split('=')[1]!.slice(0, 20));
  expect(textOf(insert, 'db.query.text')).toContain('$1');
});
