-- Before the end of a composition is announced its slots are gone, and with them what says that it is its maker's alone: colleagues would be
-- told the id of what they never saw. So that is noted before, for the rest of the transaction.
CREATE FUNCTION facet.note_private_end() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF facet.uses_private_tokens(OLD.organization_id, OLD.id) THEN
    PERFORM set_config('app.private_ends', concat_ws(' ', nullif(current_setting('app.private_ends', true), ''), OLD.id), true);
  END IF;
  RETURN OLD;
END
$$;
--> statement-breakpoint
CREATE TRIGGER note_private_end BEFORE DELETE ON facet.composition FOR EACH ROW EXECUTE FUNCTION facet.note_private_end();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION facet.uses_private_tokens(organization uuid, composition uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT FROM facet.composition_slot s
    JOIN facet.attribute_token t ON (t.organization_id, t.id) = (s.token_organization_id, s.token_id)
    JOIN facet.library l ON (l.organization_id, l.id) = (t.organization_id, t.library_id)
    WHERE s.organization_id = $1 AND s.composition_id = $2 AND l.visibility = 'private')
  OR coalesce($2::text = ANY (string_to_array(current_setting('app.private_ends', true), ' ')), false)
$$;
