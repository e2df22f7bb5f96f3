import { context, propagation, trace, type Attributes, type Context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider, type Span, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { createRequire } from 'node:module';
import { IDENTITY_ATTRIBUTES } from './operation-span.ts';

/**
 * Traces by OTLP over HTTP, to where OTEL_EXPORTER_OTLP_ENDPOINT says (the exporter and the resource read the OTEL_* variables
 * themselves). This module is loaded only if that is set: everything else uses the interface of @opentelemetry/api, which does
 * nothing by itself. Returns the way to send what is left, and stop.
 */
export function startTelemetry(): () => Promise<void> {
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'facet-api' }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [inheritance, new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const stop = registerInstrumentations({
    instrumentations: [
      new HttpInstrumentation({
        // Signed addresses and the links of e-mails are secrets by themselves; the others are asked every few seconds.
        ignoreIncomingRequestHook: ({ url }) => url?.split('?')[0] !== '/graphql',
        // Whoever sends a query in the address is refused, and what it says may be anything.
        applyCustomAttributesOnSpan: (span) => span.setAttribute('url.query', ''),
      }),
      // Statements without their parameters, and not those that no request waits for.
      new PgInstrumentation({ requireParentSpan: true }),
    ],
  });
  // They change prototypes when somebody requires these modules, which ES modules never do.
  const require = createRequire(import.meta.url);
  for (const module of ['node:http', 'pg']) require(module);
  return async () => {
    stop();
    await provider.shutdown();
  };
}

/** Who asks is known in the middle of a request; every span that begins after that says it too. */
const inheritance: SpanProcessor = {
  onStart(span: Span, parentContext: Context) {
    const { attributes = {} } = (trace.getSpan(parentContext) ?? {}) as { readonly attributes?: Attributes };
    for (const name of IDENTITY_ATTRIBUTES) {
      const value = attributes[name];
      if (value !== undefined) span.setAttribute(name, value);
    }
  },
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
