CREATE TABLE "facet"."board_draft" (
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"content" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "board_draft_organization_id_user_id_pk" PRIMARY KEY("organization_id","user_id"),
	CONSTRAINT "board_draft_is_small" CHECK (octet_length(content::text) <= 131072)
);
--> statement-breakpoint
ALTER TABLE "facet"."board_draft" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."grid" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attribute" text NOT NULL,
	"created_by" uuid,
	"created_by_key" text,
	CONSTRAINT "grid_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "facet"."grid" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."token_favorite" (
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"token_organization_id" uuid NOT NULL,
	"lineage_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "token_favorite_organization_id_user_id_lineage_id_pk" PRIMARY KEY("organization_id","user_id","lineage_id")
);
--> statement-breakpoint
ALTER TABLE "facet"."token_favorite" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "facet"."attribute_token" ADD COLUMN "created_by_key" text;--> statement-breakpoint
ALTER TABLE "facet"."attribute_token" ADD COLUMN "hash" text;--> statement-breakpoint
ALTER TABLE "facet"."attribute_token" ADD COLUMN "notes" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "facet"."attribute_token" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "facet"."checkpoint" ADD COLUMN "preview_key" text;--> statement-breakpoint
ALTER TABLE "facet"."composition" ADD COLUMN "remaining_seconds" integer;--> statement-breakpoint
ALTER TABLE "facet"."composition" ADD COLUMN "created_by_key" text;--> statement-breakpoint
ALTER TABLE "facet"."composition" ADD COLUMN "grid_id" uuid;--> statement-breakpoint
ALTER TABLE "facet"."composition" ADD COLUMN "grid_place" integer;--> statement-breakpoint
ALTER TABLE "facet"."inversion" ADD COLUMN "created_by_key" text;--> statement-breakpoint
ALTER TABLE "facet"."inversion" ADD COLUMN "seed" bigint GENERATED ALWAYS AS ((settings ->> 'seed')::bigint) STORED;--> statement-breakpoint
ALTER TABLE "facet"."board_draft" ADD CONSTRAINT "board_draft_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."board_draft" ADD CONSTRAINT "board_draft_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."grid" ADD CONSTRAINT "grid_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."grid" ADD CONSTRAINT "grid_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "auth"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."token_favorite" ADD CONSTRAINT "token_favorite_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."token_favorite" ADD CONSTRAINT "token_favorite_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."token_favorite" ADD CONSTRAINT "token_favorite_token" FOREIGN KEY ("token_organization_id","lineage_id") REFERENCES "facet"."attribute_token"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "grid_organization_id_created_at_id_index" ON "facet"."grid" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "token_favorite_token_organization_id_lineage_id_index" ON "facet"."token_favorite" USING btree ("token_organization_id","lineage_id");--> statement-breakpoint
ALTER TABLE "facet"."composition" ADD CONSTRAINT "composition_grid" FOREIGN KEY ("organization_id","grid_id") REFERENCES "facet"."grid"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attribute_token_page_by_name" ON "facet"."attribute_token" USING btree ("library_id",lower(name),"id") WHERE is_latest;--> statement-breakpoint
CREATE INDEX "attribute_token_tags" ON "facet"."attribute_token" USING gin ("tags") WHERE is_latest;--> statement-breakpoint
CREATE INDEX "attribute_token_hash_index" ON "facet"."attribute_token" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "composition_organization_id_based_on_id_index" ON "facet"."composition" USING btree ("organization_id","based_on_id");--> statement-breakpoint
ALTER TABLE "facet"."composition" ADD CONSTRAINT "composition_grid_place" UNIQUE("organization_id","grid_id","grid_place");--> statement-breakpoint
ALTER TABLE "facet"."attribute_token" ADD CONSTRAINT "attribute_token_notes_are_short" CHECK (char_length(notes) <= 5000);--> statement-breakpoint
ALTER TABLE "facet"."attribute_token" ADD CONSTRAINT "attribute_token_tags_are_few" CHECK (cardinality(tags) <= 30);--> statement-breakpoint
ALTER TABLE "facet"."composition" ADD CONSTRAINT "composition_grid_place_is_whole" CHECK ((grid_id is null) = (grid_place is null));--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."board_draft" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."grid" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."token_favorite" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and exists (select from facet.attribute_token t where t.organization_id = token_organization_id and t.id = lineage_id));