CREATE TABLE "auth"."mail" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"sealed" text,
	"invitation_id" uuid,
	"status" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"last_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "auth"."mail" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "facet"."composition" ADD COLUMN "charged" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "facet"."composition" ADD COLUMN "charged_month" date;--> statement-breakpoint
ALTER TABLE "facet"."inversion" ADD COLUMN "charged" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "facet"."inversion" ADD COLUMN "charged_month" date;--> statement-breakpoint
ALTER TABLE "auth"."invitation" ADD COLUMN "delivery" text DEFAULT 'waiting' NOT NULL;--> statement-breakpoint
ALTER TABLE "auth"."mail" ADD CONSTRAINT "mail_invitation_id_invitation_id_fk" FOREIGN KEY ("invitation_id") REFERENCES "auth"."invitation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_waiting" ON "auth"."mail" USING btree ("next_attempt_at") WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX "mail_invitation_id_index" ON "auth"."mail" USING btree ("invitation_id");--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."mail" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE auth.mail FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON auth.mail TO facet_ops;--> statement-breakpoint
-- Nothing is known of e-mails that were sent before there was a queue, and nothing of them waits.
ALTER TABLE auth.invitation NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE auth.invitation DISABLE TRIGGER USER;--> statement-breakpoint
UPDATE auth.invitation SET delivery = 'sent';--> statement-breakpoint
ALTER TABLE auth.invitation ENABLE TRIGGER USER;--> statement-breakpoint
ALTER TABLE auth.invitation FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- Every run was charged whole until now, in the month in which it was made; those that have ended early stay so.
ALTER TABLE facet.inversion NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE facet.inversion DISABLE TRIGGER USER;--> statement-breakpoint
UPDATE facet.inversion SET charged = total, charged_month = date_trunc('month', created_at at time zone 'utc')::date;--> statement-breakpoint
ALTER TABLE facet.inversion ENABLE TRIGGER USER;--> statement-breakpoint
ALTER TABLE facet.inversion FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE facet.composition NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE facet.composition DISABLE TRIGGER USER;--> statement-breakpoint
UPDATE facet.composition SET charged = total, charged_month = date_trunc('month', created_at at time zone 'utc')::date;--> statement-breakpoint
ALTER TABLE facet.composition ENABLE TRIGGER USER;--> statement-breakpoint
ALTER TABLE facet.composition FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- So that programs see whether the database is as new as they are.
GRANT USAGE ON SCHEMA drizzle TO facet_app, facet_ops;--> statement-breakpoint
GRANT SELECT ON drizzle.__drizzle_migrations TO facet_app, facet_ops;
