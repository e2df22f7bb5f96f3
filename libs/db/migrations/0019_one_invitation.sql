-- Of several to one address the newest stays.
ALTER TABLE auth.invitation NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE auth.invitation DISABLE TRIGGER USER;--> statement-breakpoint
UPDATE auth.invitation SET status = 'canceled' WHERE status = 'pending' AND id NOT IN (
	SELECT DISTINCT ON (organization_id, email) id FROM auth.invitation WHERE status = 'pending' ORDER BY organization_id, email, created_at DESC, id DESC
);--> statement-breakpoint
ALTER TABLE auth.invitation ENABLE TRIGGER USER;--> statement-breakpoint
ALTER TABLE auth.invitation FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "invitation_pending" ON "auth"."invitation" USING btree ("organization_id","email") WHERE status = 'pending';
