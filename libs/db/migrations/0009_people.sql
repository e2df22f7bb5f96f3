ALTER TABLE "auth"."apikey" ADD COLUMN "created_by" uuid;--> statement-breakpoint
ALTER TABLE "auth"."apikey" ADD CONSTRAINT "apikey_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "auth"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "apikey_created_by_index" ON "auth"."apikey" USING btree ("created_by");--> statement-breakpoint
-- Keys of before are answered for by the oldest owner, and sessions go on: their tokens become the hashes that they are found by now.
ALTER TABLE auth.apikey NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE auth.member NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE auth.session NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE auth.apikey SET created_by = (
  SELECT user_id FROM auth.member
  WHERE member.organization_id = apikey.reference_id AND role = 'owner' ORDER BY created_at, id LIMIT 1);
--> statement-breakpoint
UPDATE auth.session SET token = 'sha256:' || encode(sha256(convert_to(token, 'UTF8')), 'hex') WHERE token NOT LIKE 'sha256:%';
--> statement-breakpoint
ALTER TABLE auth.apikey FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE auth.member FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE auth.session FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT (created_by) ON auth.apikey TO facet_app;
--> statement-breakpoint

-- An organisation has an owner, and a personal one its person, whatever two people do to each other at the same moment: they
-- take turns, and what is read in the second one's turn is what the first one has done. Looked at when a transaction ends, so that an
-- organisation or a person can go as a whole.
CREATE FUNCTION auth.keep_owners() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  person uuid;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(OLD.organization_id::text, 0));
  SELECT personal_user_id INTO person FROM auth.organization WHERE id = OLD.organization_id;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF person = OLD.user_id
    AND NOT EXISTS (SELECT FROM auth.member WHERE organization_id = OLD.organization_id AND user_id = person AND role = 'owner') THEN
    RAISE EXCEPTION 'A personal organisation keeps its person as owner.' USING ERRCODE = 'FC001';
  END IF;
  IF NOT EXISTS (SELECT FROM auth.member WHERE organization_id = OLD.organization_id AND role = 'owner') THEN
    RAISE EXCEPTION 'An organisation keeps an owner.' USING ERRCODE = 'FC001';
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER keep_owners AFTER UPDATE OR DELETE ON auth.member
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION auth.keep_owners();
--> statement-breakpoint
-- Roles and memberships change together with what follows from them inside the organisation, in one transaction.
GRANT UPDATE (role), DELETE ON auth.member TO facet_app;
--> statement-breakpoint
GRANT UPDATE (status) ON auth.invitation TO facet_app;
