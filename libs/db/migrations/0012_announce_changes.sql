-- Whatever an organisation's members see says when it has changed. Triggers do it, so that no statement can forget to: one function for
-- all tables, which NOTIFY hands on when the transaction commits (the channel and the message: ChangeEvent of @facet/contracts).

-- Runs after a statement, on all the rows that it touched. Its arguments are
--   1. a query over these rows, `changed`, that says of each thing that others may see differently now
--      (organization_id, kind, id, change or null for what the statement did, audience or null, user_id or null):
--      of which organisation, what, and who is to know of it: its members, its administrators, a user, or several of these;
--   2. names of columns that nobody sees.
-- Of an update, `changed` has the rows as they were and as they are, so that whoever saw the one or sees the other is told.
CREATE FUNCTION facet.announce_changes() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  seen constant text := CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'changed' ELSE 'deleted' END;
  unseen constant text[] := string_to_array(coalesce(TG_ARGV[1], ''), ' ');
  touched constant text := CASE
    WHEN TG_OP = 'INSERT' THEN 'SELECT * FROM after_it'
    WHEN TG_OP = 'DELETE' THEN 'SELECT * FROM before_it'
    WHEN cardinality(unseen) = 0 THEN 'SELECT * FROM before_it UNION ALL SELECT * FROM after_it'
    ELSE 'SELECT b.* FROM before_it b WHERE NOT EXISTS (SELECT FROM after_it a WHERE to_jsonb(a) - $2 = to_jsonb(b) - $2)
      UNION ALL
      SELECT a.* FROM after_it a WHERE NOT EXISTS (SELECT FROM before_it b WHERE to_jsonb(a) - $2 = to_jsonb(b) - $2)'
  END;
  message text;
BEGIN
  FOR message IN EXECUTE format(
    $query$
      WITH changed AS (%s),
      told (organization_id, kind, id, change, audience, user_id) AS (%s),
      -- 'members' is the greater word, and the wider audience.
      thing AS (
        SELECT organization_id, kind, id, coalesce(change, $1) AS change, max(audience) AS audience,
          coalesce(array_agg(DISTINCT user_id) FILTER (WHERE user_id IS NOT NULL), '{}') AS user_ids
        FROM told WHERE audience IS NOT NULL OR user_id IS NOT NULL
        GROUP BY organization_id, kind, id, coalesce(change, $1)
      ),
      -- A message of NOTIFY has less than 8000 bytes.
      placed AS (
        SELECT *, row_number() OVER (PARTITION BY organization_id, kind, change, audience, user_ids ORDER BY id) / 50 AS part FROM thing
      )
      SELECT jsonb_build_object('organizationId', organization_id, 'kind', kind, 'change', change, 'audience', audience,
        'userIds', user_ids, 'ids', jsonb_agg(id ORDER BY id))::text
      FROM placed GROUP BY organization_id, kind, change, audience, user_ids, part
    $query$, touched, TG_ARGV[0]) USING seen, unseen
  LOOP
    PERFORM pg_notify('facet_changes', message);
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint

-- Makes a table announce what these statements do: INSERT, UPDATE, DELETE. For migrations; nobody else may make triggers.
CREATE FUNCTION facet.announces(name regclass, statements text[], what text, unseen text DEFAULT '') RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  statement text;
BEGIN
  FOREACH statement IN ARRAY statements LOOP
    EXECUTE format(
      'CREATE TRIGGER announce_%s AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION facet.announce_changes(%L, %L)',
      lower(statement), statement, name,
      CASE statement
        WHEN 'INSERT' THEN 'NEW TABLE AS after_it'
        WHEN 'DELETE' THEN 'OLD TABLE AS before_it'
        ELSE 'OLD TABLE AS before_it NEW TABLE AS after_it'
      END,
      what, unseen);
  END LOOP;
END
$$;
--> statement-breakpoint

CREATE FUNCTION facet.uses_private_tokens(organization uuid, composition uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT FROM facet.composition_slot s
    JOIN facet.attribute_token t ON (t.organization_id, t.id) = (s.token_organization_id, s.token_id)
    JOIN facet.library l ON (l.organization_id, l.id) = (t.organization_id, t.library_id)
    WHERE s.organization_id = $1 AND s.composition_id = $2 AND l.visibility = 'private')
$$;
--> statement-breakpoint

DO $$
DECLARE
  every constant text[] := '{INSERT,UPDATE,DELETE}';
  -- Of a library `l`: a private one is its creator's alone.
  readers constant text := $sql$ CASE l.visibility WHEN 'organization' THEN 'members' END, CASE l.visibility WHEN 'private' THEN l.created_by END $sql$;
  -- Of an inversion `i` into it.
  runners constant text := $sql$ CASE WHEN l.visibility = 'private' THEN NULL ELSE 'members' END, CASE WHEN l.visibility = 'private' THEN l.created_by END $sql$;
  -- Of a composition `c`.
  composers constant text := $sql$ CASE WHEN facet.uses_private_tokens(c.organization_id, c.id) THEN NULL ELSE 'members' END, CASE WHEN facet.uses_private_tokens(c.organization_id, c.id) THEN c.created_by END $sql$;
BEGIN
  -- What belongs to the organisation as a whole.
  PERFORM facet.announces(format('facet.%I', t.name)::regclass, every,
    format($sql$ SELECT organization_id, %L, id::text, NULL, %L, NULL::uuid FROM changed $sql$, t.kind, t.audience), t.unseen)
  FROM (VALUES
    ('image', 'Image', 'members', ''),
    ('grid', 'Grid', 'members', ''),
    ('webhook', 'Webhook', 'administrators', 'failed_deliveries'),
    ('audit_event', 'AuditEvent', 'administrators', '')
  ) AS t (name, kind, audience, unseen);

  -- What is in a library follows it, and is also seen by those whom it is granted to.
  PERFORM facet.announces('facet.library', every, format($sql$
    SELECT l.organization_id, 'Library', l.id::text, NULL, %s FROM changed l
    UNION ALL
    SELECT g.grantee_organization_id, 'Library', l.id::text, NULL, 'members', NULL
    FROM changed l JOIN facet.library_grant g ON (g.organization_id, g.library_id) = (l.organization_id, l.id) $sql$, readers));
  PERFORM facet.announces('facet.attribute_token', every, format($sql$
    SELECT t.organization_id, 'Token', t.id::text, NULL, %1$s
    FROM changed t JOIN facet.library l ON (l.organization_id, l.id) = (t.organization_id, t.library_id)
    UNION ALL
    SELECT g.grantee_organization_id, 'Token', t.id::text, NULL, 'members', NULL
    FROM changed t JOIN facet.library_grant g ON (g.organization_id, g.library_id) = (t.organization_id, t.library_id)
    UNION ALL
    -- Libraries count and show what they hold.
    SELECT l.organization_id, 'Library', l.id::text, 'changed', %1$s
    FROM changed t JOIN facet.library l ON (l.organization_id, l.id) = (t.organization_id, t.library_id)
    UNION ALL
    SELECT g.grantee_organization_id, 'Library', g.library_id::text, 'changed', 'members', NULL
    FROM changed t JOIN facet.library_grant g ON (g.organization_id, g.library_id) = (t.organization_id, t.library_id) $sql$, readers));
  PERFORM facet.announces('facet.library_grant', every, format($sql$
    SELECT organization_id, 'LibraryGrant', library_id || '/' || grantee_organization_id, NULL, 'members', NULL::uuid FROM changed
    UNION ALL
    SELECT l.organization_id, 'Library', l.id::text, 'changed', %s
    FROM changed g JOIN facet.library l ON (l.organization_id, l.id) = (g.organization_id, g.library_id)
    UNION ALL
    SELECT grantee_organization_id, 'Library', library_id::text, NULL, 'members', NULL FROM changed $sql$, readers));

  -- A run whose library is gone is everybody's.
  PERFORM facet.announces('facet.inversion', every, format($sql$
    SELECT i.organization_id, 'Inversion', i.id::text, NULL, %s
    FROM changed i LEFT JOIN facet.library l ON (l.organization_id, l.id) = (i.organization_id, i.library_id) $sql$, runners),
    'workflow_started_at updated_at');
  -- Its segments.
  PERFORM facet.announces('facet.checkpoint', every, format($sql$
    SELECT i.organization_id, 'Inversion', i.id::text, 'changed', %s
    FROM changed c JOIN facet.inversion i ON (i.organization_id, i.id) = (c.organization_id, c.inversion_id)
    LEFT JOIN facet.library l ON (l.organization_id, l.id) = (i.organization_id, i.library_id) $sql$, runners));
  -- A composition of tokens of a private library is its maker's, and so are its pictures.
  PERFORM facet.announces('facet.composition', '{INSERT,UPDATE}', format($sql$
    SELECT c.organization_id, 'Composition', c.id::text, NULL, %s FROM changed c $sql$, composers),
    'workflow_started_at updated_at');
  -- A grid has a row less.
  PERFORM facet.announces('facet.composition', '{DELETE}', format($sql$
    SELECT c.organization_id, 'Composition', c.id::text, NULL, %s FROM changed c
    UNION ALL
    SELECT organization_id, 'Grid', grid_id::text, 'changed', 'members', NULL FROM changed WHERE grid_id IS NOT NULL $sql$, composers));
  -- Pictures go with their composition, which then is not there any more.
  PERFORM facet.announces('facet.output', every, format($sql$
    WITH c AS (
      SELECT o.id AS output_id, o.organization_id, o.composition_id AS id, c.created_by
      FROM changed o LEFT JOIN facet.composition c ON (c.organization_id, c.id) = (o.organization_id, o.composition_id)
    )
    SELECT c.organization_id, 'Output', c.output_id::text, NULL, %1$s FROM c
    UNION ALL
    SELECT c.organization_id, 'Composition', c.id::text, 'changed', %1$s FROM c $sql$, composers));
  -- Slots are made and deleted with their composition; they change when their token goes.
  PERFORM facet.announces('facet.composition_slot', '{UPDATE}', format($sql$
    SELECT c.organization_id, 'Composition', c.id::text, NULL, %s
    FROM changed s JOIN facet.composition c ON (c.organization_id, c.id) = (s.organization_id, s.composition_id) $sql$, composers));

  PERFORM facet.announces('facet.webhook_delivery', every, $sql$
    SELECT organization_id, 'WebhookDelivery', id::text, NULL, 'administrators', NULL::uuid FROM changed
    UNION ALL
    SELECT organization_id, 'Webhook', webhook_id::text, 'changed', 'administrators', NULL FROM changed $sql$,
    'workflow_started_at');

  -- What is a user's own.
  PERFORM facet.announces('facet.board_draft', every, $sql$
    SELECT organization_id, 'BoardDraft', user_id::text, NULL, NULL, user_id FROM changed $sql$);
  PERFORM facet.announces('facet.token_favorite', every, $sql$
    SELECT f.organization_id, 'Token', t.id::text, 'changed', NULL, f.user_id
    FROM changed f JOIN facet.attribute_token t ON (t.organization_id, t.lineage_id) = (f.token_organization_id, f.lineage_id) $sql$);

  PERFORM facet.announces('facet.usage', every, $sql$
    SELECT organization_id, 'Usage', organization_id || '/' || to_char(month, 'YYYY-MM') || '/' || kind, 'changed', 'members', NULL::uuid
    FROM changed $sql$);

  -- Who belongs to it, and who acts for it. The users are told of their own, since it decides what they may see.
  PERFORM facet.announces('auth.member', every, $sql$
    SELECT organization_id, 'Member', id::text, NULL, 'members', user_id FROM changed $sql$);
  PERFORM facet.announces('auth.invitation', every, $sql$
    SELECT organization_id, 'Invitation', id::text, NULL, 'administrators', NULL::uuid FROM changed $sql$);
  PERFORM facet.announces('auth.apikey', every, $sql$
    SELECT reference_id, 'ApiKey', id::text, NULL, 'administrators', NULL::uuid FROM changed $sql$,
    'request_count remaining last_request last_refill_at updated_at');
  PERFORM facet.announces('auth.organization', '{UPDATE}', $sql$
    SELECT id, 'Organization', id::text, NULL, 'members', NULL::uuid FROM changed $sql$);
  PERFORM facet.announces('auth."user"', '{UPDATE}', $sql$
    SELECT m.organization_id, 'User', u.id::text, NULL, 'members', NULL::uuid
    FROM changed u JOIN auth.member m ON m.user_id = u.id $sql$,
    'last_organization_id email_verified updated_at');
  -- A session belongs to no organisation; its end ends what it watches.
  PERFORM facet.announces('auth.session', '{DELETE}', $sql$
    SELECT NULL::uuid, 'Session', id::text, NULL, NULL, user_id FROM changed $sql$);
END
$$;
