ALTER TABLE "facet"."library_grant" ADD COLUMN "grantee_slug" text;--> statement-breakpoint
ALTER TABLE "facet"."library_grant" ADD COLUMN "offered_name" text;--> statement-breakpoint
ALTER TABLE "facet"."library_grant" ADD COLUMN "accepted_at" timestamp (3) with time zone;--> statement-breakpoint
-- Grants of before were not asked about, and go on; they can be left.
ALTER TABLE facet.library_grant NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE facet.library NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE auth.organization NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE facet.library_grant g SET accepted_at = g.created_at, grantee_slug = o.slug, offered_name = l.name
  FROM auth.organization o, facet.library l
  WHERE o.id = g.grantee_organization_id AND l.organization_id = g.organization_id AND l.id = g.library_id;--> statement-breakpoint
ALTER TABLE facet.library_grant FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE facet.library FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE auth.organization FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "facet"."library_grant" ALTER COLUMN "grantee_slug" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "facet"."library_grant" ALTER COLUMN "offered_name" SET NOT NULL;--> statement-breakpoint
-- A grant is given, accepted and taken back, and never becomes another.
REVOKE UPDATE ON facet.library_grant FROM facet_app;--> statement-breakpoint
GRANT UPDATE (accepted_at) ON facet.library_grant TO facet_app;--> statement-breakpoint
CREATE POLICY "accept" ON "facet"."library_grant" AS PERMISSIVE FOR UPDATE TO "facet_app" USING (grantee_organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (grantee_organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "leave" ON "facet"."library_grant" AS PERMISSIVE FOR DELETE TO "facet_app" USING (grantee_organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
ALTER POLICY "granted" ON "facet"."attribute_token" TO facet_app USING (attribute_token.library_id = any(array(select g.library_id from facet.library_grant g where g.accepted_at is not null and g.grantee_organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid))) and exists (select from facet.library_grant g where g.organization_id = attribute_token.organization_id and g.library_id = attribute_token.library_id and g.accepted_at is not null and g.grantee_organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)));--> statement-breakpoint
ALTER POLICY "granted" ON "facet"."library" TO facet_app USING (visibility = 'organization' and library.id = any(array(select g.library_id from facet.library_grant g where g.accepted_at is not null and g.grantee_organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid))) and exists (select from facet.library_grant g where g.organization_id = library.organization_id and g.library_id = library.id and g.accepted_at is not null and g.grantee_organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)));--> statement-breakpoint
ALTER POLICY "grant_partners" ON "auth"."organization" TO facet_app USING (exists (select from facet.library_grant g where (g.organization_id = organization.id and g.grantee_organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) or (g.accepted_at is not null and g.grantee_organization_id = organization.id and g.organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid))));--> statement-breakpoint

-- An offer is news for those who administer either side, under an id that names no organisation; only what is accepted is told of to those
-- whom a library is granted to.
DO $$
DECLARE
  every constant text[] := '{INSERT,UPDATE,DELETE}';
  readers constant text := $sql$ CASE l.visibility WHEN 'organization' THEN 'members' END, CASE l.visibility WHEN 'private' THEN l.created_by END $sql$;
  granted constant text := $sql$
    SELECT organization_id, 'LibraryGrant', library_id || '/' || grantee_organization_id, %1$s, 'members', NULL::uuid
    FROM changed WHERE accepted_at IS NOT NULL
    UNION ALL
    SELECT organization_id, 'LibraryOffer', library_id || '/' || grantee_slug, %2$s, 'administrators', NULL
    FROM changed WHERE accepted_at IS NULL
    UNION ALL
    SELECT grantee_organization_id, 'LibraryOffer', library_id || '/' || grantee_slug, %2$s, 'administrators', NULL
    FROM changed WHERE accepted_at IS NULL
    UNION ALL
    SELECT l.organization_id, 'Library', l.id::text, 'changed', %3$s
    FROM changed g JOIN facet.library l ON (l.organization_id, l.id) = (g.organization_id, g.library_id)
    UNION ALL
    SELECT grantee_organization_id, 'Library', library_id::text, %1$s, 'members', NULL
    FROM changed WHERE accepted_at IS NOT NULL $sql$;
  name text;
BEGIN
  FOREACH name IN ARRAY '{library,attribute_token,library_grant}'::text[] LOOP
    EXECUTE format('DROP TRIGGER announce_insert ON facet.%I', name);
    EXECUTE format('DROP TRIGGER announce_update ON facet.%I', name);
    EXECUTE format('DROP TRIGGER announce_delete ON facet.%I', name);
  END LOOP;
  PERFORM facet.announces('facet.library', every, format($sql$
    SELECT l.organization_id, 'Library', l.id::text, NULL, %s FROM changed l
    UNION ALL
    SELECT g.grantee_organization_id, 'Library', l.id::text, NULL, 'members', NULL
    FROM changed l JOIN facet.library_grant g ON (g.organization_id, g.library_id) = (l.organization_id, l.id)
    WHERE g.accepted_at IS NOT NULL $sql$, readers));
  PERFORM facet.announces('facet.attribute_token', every, format($sql$
    SELECT t.organization_id, 'Token', t.id::text, NULL, %1$s
    FROM changed t JOIN facet.library l ON (l.organization_id, l.id) = (t.organization_id, t.library_id)
    UNION ALL
    SELECT g.grantee_organization_id, 'Token', t.id::text, NULL, 'members', NULL
    FROM changed t JOIN facet.library_grant g ON (g.organization_id, g.library_id) = (t.organization_id, t.library_id)
    WHERE g.accepted_at IS NOT NULL
    UNION ALL
    -- Libraries count and show what they hold.
    SELECT l.organization_id, 'Library', l.id::text, 'changed', %1$s
    FROM changed t JOIN facet.library l ON (l.organization_id, l.id) = (t.organization_id, t.library_id)
    UNION ALL
    SELECT g.grantee_organization_id, 'Library', g.library_id::text, 'changed', 'members', NULL
    FROM changed t JOIN facet.library_grant g ON (g.organization_id, g.library_id) = (t.organization_id, t.library_id)
    WHERE g.accepted_at IS NOT NULL $sql$, readers));
  PERFORM facet.announces('facet.library_grant', '{INSERT,DELETE}', format(granted, 'NULL', 'NULL', readers));
  -- It changes once, when it is accepted: then there is a grant, and the offer is gone.
  PERFORM facet.announces('facet.library_grant', '{UPDATE}', format(granted, quote_literal('created'), quote_literal('deleted'), readers));
END
$$;
