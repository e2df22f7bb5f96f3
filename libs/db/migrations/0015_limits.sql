CREATE TABLE "auth"."cost_budget" (
	"subject" text PRIMARY KEY NOT NULL,
	"remaining" double precision NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "auth"."cost_budget" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "auth"."sign_in_attempts" (
	"account" text PRIMARY KEY NOT NULL,
	"attempts" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "auth"."sign_in_attempts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "auth"."sign_in_place" (
	"account" text NOT NULL,
	"place" text NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sign_in_place_account_place_pk" PRIMARY KEY("account","place")
);
--> statement-breakpoint
ALTER TABLE "auth"."sign_in_place" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP POLICY "tenant" ON "facet"."cost_budget" CASCADE;--> statement-breakpoint
DROP POLICY "operations" ON "facet"."cost_budget" CASCADE;--> statement-breakpoint
DROP TABLE "facet"."cost_budget" CASCADE;--> statement-breakpoint
CREATE INDEX "cost_budget_updated_at_index" ON "auth"."cost_budget" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "sign_in_attempts_since_index" ON "auth"."sign_in_attempts" USING btree ("since");--> statement-breakpoint
CREATE INDEX "sign_in_place_last_at_index" ON "auth"."sign_in_place" USING btree ("last_at");--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."cost_budget" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."sign_in_attempts" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."sign_in_place" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE auth.sign_in_attempts FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE auth.sign_in_place FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE auth.cost_budget FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON auth.sign_in_attempts, auth.sign_in_place, auth.cost_budget TO facet_ops;
