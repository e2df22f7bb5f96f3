-- What drizzle-kit does not write: row security that holds for the owner too, and who may do what.
-- Roles are made by the migration runner (src/migrate/roles.ts).

DO $$
DECLARE
  name regclass;
BEGIN
  FOR name IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace IN ('auth'::regnamespace, 'facet'::regnamespace)
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA auth, facet TO facet_app, facet_ops;
--> statement-breakpoint

-- The API and the workers, inside one organisation.
GRANT SELECT, INSERT, UPDATE, DELETE ON
  facet.image, facet.inversion, facet.checkpoint, facet.library, facet.library_grant, facet.attribute_token, facet.composition,
  facet.composition_slot, facet.output, facet.usage, facet.webhook, facet.webhook_delivery, facet.cost_budget,
  facet.client_mutation
TO facet_app;
--> statement-breakpoint
-- Audit events are only added; quotas are the operators'; objects to delete are only announced.
GRANT SELECT, INSERT ON facet.audit_event, facet.storage_deletion TO facet_app;
--> statement-breakpoint
GRANT SELECT ON facet.quota, facet.model, facet.model_offer, auth.member, auth.invitation TO facet_app;
--> statement-breakpoint
-- No password, session or key hash is within its reach.
GRANT SELECT (id, name, slug, logo, personal_user_id, created_at) ON auth.organization TO facet_app;
--> statement-breakpoint
GRANT SELECT (id, name, email, image, created_at) ON auth."user" TO facet_app;
--> statement-breakpoint
GRANT SELECT (
  id, config_id, name, start, prefix, reference_id, enabled, permissions, metadata, request_count, remaining, last_request,
  expires_at, created_at, updated_at
) ON auth.apikey TO facet_app;
--> statement-breakpoint

-- Who someone is comes before which organisation they act for, so signing in is a cross-tenant job.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA auth TO facet_ops;
--> statement-breakpoint
-- Models belong to no organisation; workers announce them.
GRANT SELECT, INSERT, UPDATE, DELETE ON facet.model, facet.model_offer, facet.quota TO facet_ops;
--> statement-breakpoint
-- Sweepers find what a crash left, by key and state only; the work itself is done inside the organisation.
GRANT SELECT (organization_id, id, fingerprint, status, attempt, workflow_started_at, created_at, updated_at)
  ON facet.inversion, facet.composition TO facet_ops;
--> statement-breakpoint
GRANT SELECT (organization_id, id, status, workflow_started_at, created_at) ON facet.webhook_delivery TO facet_ops;
--> statement-breakpoint
GRANT SELECT (organization_id, id, status, upload_expires_at) ON facet.image TO facet_ops;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON facet.storage_deletion TO facet_ops;
--> statement-breakpoint
GRANT SELECT (created_at), DELETE ON facet.client_mutation TO facet_ops;
--> statement-breakpoint
GRANT SELECT (updated_at), DELETE ON facet.cost_budget TO facet_ops;
