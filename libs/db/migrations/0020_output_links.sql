CREATE TABLE "facet"."output_link" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"output_id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"created_by" uuid NOT NULL,
	"shows_maker" boolean NOT NULL,
	"shows_recipe" boolean NOT NULL,
	CONSTRAINT "output_link_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "output_link_output" UNIQUE("organization_id","output_id")
);
--> statement-breakpoint
ALTER TABLE "facet"."output_link" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "facet"."output_link" ADD CONSTRAINT "output_link_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."output_link" ADD CONSTRAINT "output_link_output_id" FOREIGN KEY ("organization_id","output_id") REFERENCES "facet"."output"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."output_link" ADD CONSTRAINT "output_link_maker" FOREIGN KEY ("organization_id","created_by") REFERENCES "auth"."member"("organization_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "output_link_secret" ON "facet"."output_link" USING btree ("secret_hash");--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."output_link" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "reader" ON "facet"."output_link" AS RESTRICTIVE FOR SELECT TO "facet_app" USING ((select nullif(current_setting('app.reader', true), '')) is null or exists (select from facet.output o where o.organization_id = output_link.organization_id and o.id = output_link.output_id));--> statement-breakpoint
CREATE POLICY "operations" ON "facet"."output_link" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE facet.output_link FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- What a link shows may be changed; whose it is and to what it leads never.
GRANT SELECT, INSERT, DELETE, UPDATE (shows_maker, shows_recipe) ON facet.output_link TO facet_app;--> statement-breakpoint
-- Whoever follows a link has no organisation: by its hash it is found which one's it is, and what it shows is read inside that.
GRANT SELECT (organization_id, id, secret_hash, created_by) ON facet.output_link TO facet_ops;--> statement-breakpoint
-- Whoever sees the picture sees that it is public. Where a link goes with its picture, or its composition, these are told of.
SELECT facet.announces('facet.output_link', '{INSERT,UPDATE,DELETE}', $$
  SELECT c.organization_id, 'Output', o.id::text, 'changed',
    CASE WHEN facet.uses_private_tokens(c.organization_id, c.id) THEN NULL ELSE 'members' END,
    CASE WHEN facet.uses_private_tokens(c.organization_id, c.id) THEN c.created_by END
  FROM changed l
  JOIN facet.output o ON (o.organization_id, o.id) = (l.organization_id, l.output_id)
  JOIN facet.composition c ON (c.organization_id, c.id) = (o.organization_id, o.composition_id) $$);
