import { context, createContextKey, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import type { OperationDefinitionNode } from 'graphql';

/** What spans say of who asks: ids, and never a name or an address. */
export const IDENTITY_ATTRIBUTES = ['organizationId', 'userId', 'apiKeyId'] as const;

const tracer = trace.getTracer('facet-api');

const REQUEST = createContextKey('the span of the HTTP request');

/** Runs the answering of one request in a span of its own, in which those of queries to the database lie. */
export function inOperationSpan<Result>(answer: () => Promise<Result>): Promise<Result> {
  const inRequest = context.active().setValue(REQUEST, trace.getSpan(context.active()));
  return tracer.startActiveSpan('graphql', {}, inRequest, async (span) => {
    try {
      return await answer();
    } finally {
      span.end();
    }
  });
}

/** Notes who asks, once that is known. */
export function noteIdentity(ids: Readonly<Record<string, string>>): void {
  const request = context.active().getValue(REQUEST) as Span | undefined;
  for (const span of [request, trace.getSpan(context.active())]) span?.setAttributes(ids);
}

/** Notes what is asked. The document is not noted, because people write literals into it, and neither are the variables. */
export function noteOperation({ operation, name, selectionSet }: OperationDefinitionNode): void {
  const span = trace.getSpan(context.active());
  const fields = selectionSet.selections.flatMap((each) => (each.kind === 'Field' ? [each.name.value] : []));
  span?.updateName(`${operation} ${fields.join(' ')}`.trimEnd());
  span?.setAttributes({ 'graphql.operation.type': operation, 'graphql.operation.name': name?.value ?? '' });
}

export const noteErrors = (codes: readonly unknown[]): void => {
  if (codes.length === 0) return;
  trace.getSpan(context.active())?.setStatus({ code: SpanStatusCode.ERROR, message: [...new Set(codes)].join(', ') });
};
