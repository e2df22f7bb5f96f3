import type { WorkflowClientInterceptor } from '@temporalio/client';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';

/** A span for each workflow that is started, and its context in the workflow's headers for workers that trace. */
export const workflowInterceptors = (): WorkflowClientInterceptor[] => [new OpenTelemetryWorkflowClientInterceptor()];
