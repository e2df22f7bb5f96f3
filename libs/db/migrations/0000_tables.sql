CREATE SCHEMA "auth";
--> statement-breakpoint
CREATE SCHEMA "facet";
--> statement-breakpoint
CREATE TABLE "auth"."account" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "auth"."account" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "auth"."apikey" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"config_id" text DEFAULT 'default' NOT NULL,
	"name" text,
	"start" text,
	"reference_id" uuid NOT NULL,
	"prefix" text,
	"key" text NOT NULL,
	"refill_interval" integer,
	"refill_amount" integer,
	"last_refill_at" timestamp (3) with time zone,
	"enabled" boolean DEFAULT true,
	"rate_limit_enabled" boolean DEFAULT true,
	"rate_limit_time_window" integer,
	"rate_limit_max" integer,
	"request_count" integer DEFAULT 0,
	"remaining" integer,
	"last_request" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"permissions" text,
	"metadata" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "auth"."apikey" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."attribute_token" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"library_id" uuid NOT NULL,
	"lineage_id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"is_latest" boolean DEFAULT true NOT NULL,
	"name" text NOT NULL,
	"attribute" text NOT NULL,
	"fingerprint" text NOT NULL,
	"model_name" text NOT NULL,
	"method" text NOT NULL,
	"steps" integer NOT NULL,
	"seed" bigint NOT NULL,
	"image_hash" text NOT NULL,
	"object_word" text NOT NULL,
	"object_word_origin" text NOT NULL,
	"initial_word" text NOT NULL,
	"fallback_word" text,
	"palette" jsonb NOT NULL,
	"map" jsonb NOT NULL,
	"stage_bounds" double precision[] NOT NULL,
	"cells" jsonb NOT NULL,
	"vectors" real[] NOT NULL,
	"vector_count" integer NOT NULL,
	"vector_width" integer NOT NULL,
	"embedding" real[] NOT NULL,
	"leak_report" jsonb,
	"preview_key" text,
	"source" text NOT NULL,
	"inversion_id" uuid,
	"copied_from_id" uuid,
	"created_by" uuid,
	CONSTRAINT "attribute_token_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "attribute_token_version" UNIQUE("organization_id","lineage_id","version"),
	CONSTRAINT "attribute_token_shape" CHECK (cardinality(vectors) = vector_count * vector_width and vector_count > 0),
	CONSTRAINT "attribute_token_embedding" CHECK (cardinality(embedding) = vector_width),
	CONSTRAINT "attribute_token_name_is_short" CHECK (char_length(name) between 1 and 200)
);
--> statement-breakpoint
ALTER TABLE "facet"."attribute_token" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."audit_event" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "audit_event_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "facet"."audit_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."checkpoint" (
	"organization_id" uuid NOT NULL,
	"inversion_id" uuid NOT NULL,
	"segment" integer NOT NULL,
	"step" integer NOT NULL,
	"storage_key" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "checkpoint_organization_id_inversion_id_segment_pk" PRIMARY KEY("organization_id","inversion_id","segment")
);
--> statement-breakpoint
ALTER TABLE "facet"."checkpoint" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."client_mutation" (
	"organization_id" uuid NOT NULL,
	"actor_id" text NOT NULL,
	"mutation" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"result" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "client_mutation_organization_id_actor_id_mutation_key_pk" PRIMARY KEY("organization_id","actor_id","mutation","key")
);
--> statement-breakpoint
ALTER TABLE "facet"."client_mutation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."composition" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"fingerprint" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer NOT NULL,
	"error_code" text,
	"error_message" text,
	"workflow_started_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"prompt" text,
	"negative_prompt" text DEFAULT '' NOT NULL,
	"words" jsonb NOT NULL,
	"seeds" bigint[] NOT NULL,
	"steps" integer NOT NULL,
	"guidance" double precision NOT NULL,
	"scheduler" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"based_on_id" uuid,
	CONSTRAINT "composition_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "facet"."composition" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."composition_slot" (
	"organization_id" uuid NOT NULL,
	"composition_id" uuid NOT NULL,
	"attribute" text NOT NULL,
	"token_organization_id" uuid,
	"token_id" uuid,
	"token_name" text NOT NULL,
	"token_version" integer NOT NULL,
	"strength" double precision DEFAULT 1 NOT NULL,
	CONSTRAINT "composition_slot_organization_id_composition_id_attribute_pk" PRIMARY KEY("organization_id","composition_id","attribute"),
	CONSTRAINT "composition_slot_token_key_is_whole" CHECK ((token_id is null) = (token_organization_id is null)),
	CONSTRAINT "composition_slot_strength" CHECK (strength between 0 and 2)
);
--> statement-breakpoint
ALTER TABLE "facet"."composition_slot" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."cost_budget" (
	"organization_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"remaining" double precision NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cost_budget_organization_id_subject_pk" PRIMARY KEY("organization_id","subject")
);
--> statement-breakpoint
ALTER TABLE "facet"."cost_budget" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."image" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"upload_key" text,
	"declared_type" text NOT NULL,
	"declared_bytes" integer NOT NULL,
	"upload_expires_at" timestamp (3) with time zone NOT NULL,
	"storage_key" text,
	"thumbnail_key" text,
	"width" integer,
	"height" integer,
	"bytes" integer,
	"sha256" text,
	"rejection" text,
	"created_by" uuid,
	"completed_at" timestamp (3) with time zone,
	CONSTRAINT "image_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "image_ready_is_stored" CHECK (status <> 'ready' or (storage_key is not null and sha256 is not null))
);
--> statement-breakpoint
ALTER TABLE "facet"."image" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."inversion" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"fingerprint" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer NOT NULL,
	"error_code" text,
	"error_message" text,
	"workflow_started_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"image_id" uuid,
	"library_id" uuid,
	"name" text NOT NULL,
	"method" text NOT NULL,
	"object_word" text,
	"settings" jsonb NOT NULL,
	"losses" jsonb,
	"remaining_seconds" integer,
	"preview_key" text,
	"loss_curve_key" text,
	"token_file_key" text,
	CONSTRAINT "inversion_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "facet"."inversion" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "auth"."invitation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text,
	"status" text DEFAULT 'pending' NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"inviter_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "auth"."invitation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."library" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"visibility" text DEFAULT 'private' NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "library_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "library_name_is_short" CHECK (char_length(name) between 1 and 200)
);
--> statement-breakpoint
ALTER TABLE "facet"."library" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."library_grant" (
	"organization_id" uuid NOT NULL,
	"library_id" uuid NOT NULL,
	"grantee_organization_id" uuid NOT NULL,
	"granted_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "library_grant_pk" PRIMARY KEY("organization_id","library_id","grantee_organization_id"),
	CONSTRAINT "library_grant_is_to_another" CHECK (grantee_organization_id <> organization_id)
);
--> statement-breakpoint
ALTER TABLE "facet"."library_grant" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "auth"."member" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text DEFAULT 'member' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "member_organizationId_userId_unique" UNIQUE("organization_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "auth"."member" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."model" (
	"fingerprint" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"embedding_width" integer NOT NULL,
	"layers" integer NOT NULL,
	"traits" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "facet"."model" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."model_offer" (
	"fingerprint" text NOT NULL,
	"worker_id" text NOT NULL,
	"device" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "model_offer_fingerprint_worker_id_pk" PRIMARY KEY("fingerprint","worker_id")
);
--> statement-breakpoint
ALTER TABLE "facet"."model_offer" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "auth"."organization" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"logo" text,
	"metadata" text,
	"personal_user_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organization_slug_unique" UNIQUE("slug"),
	CONSTRAINT "organization_personalUserId_unique" UNIQUE("personal_user_id")
);
--> statement-breakpoint
ALTER TABLE "auth"."organization" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."output" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"composition_id" uuid NOT NULL,
	"index" integer NOT NULL,
	"seed" bigint NOT NULL,
	"storage_key" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "output_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "output_place" UNIQUE("organization_id","composition_id","index")
);
--> statement-breakpoint
ALTER TABLE "facet"."output" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."quota" (
	"organization_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "quota_organization_id_kind_pk" PRIMARY KEY("organization_id","kind")
);
--> statement-breakpoint
ALTER TABLE "facet"."quota" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "auth"."rate_limit" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "rate_limit_key_unique" UNIQUE("key")
);
--> statement-breakpoint
ALTER TABLE "auth"."rate_limit" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "auth"."session" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"active_organization_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
ALTER TABLE "auth"."session" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."storage_deletion" (
	"organization_id" uuid NOT NULL,
	"key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "storage_deletion_organization_id_key_pk" PRIMARY KEY("organization_id","key")
);
--> statement-breakpoint
ALTER TABLE "facet"."storage_deletion" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."usage" (
	"organization_id" uuid NOT NULL,
	"month" date NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "usage_organization_id_month_kind_pk" PRIMARY KEY("organization_id","month","kind")
);
--> statement-breakpoint
ALTER TABLE "facet"."usage" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "auth"."user" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
ALTER TABLE "auth"."user" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "auth"."verification" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "auth"."verification" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."webhook" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"url" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"events" text[] NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_by" uuid,
	CONSTRAINT "webhook_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "facet"."webhook" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "facet"."webhook_delivery" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"webhook_id" uuid NOT NULL,
	"event" text NOT NULL,
	"payload" jsonb NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_status" integer,
	"last_error" text,
	"workflow_started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_delivery_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "facet"."webhook_delivery" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "auth"."account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."apikey" ADD CONSTRAINT "apikey_reference_id_organization_id_fk" FOREIGN KEY ("reference_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."attribute_token" ADD CONSTRAINT "attribute_token_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."attribute_token" ADD CONSTRAINT "attribute_token_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "auth"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."attribute_token" ADD CONSTRAINT "attribute_token_library" FOREIGN KEY ("organization_id","library_id") REFERENCES "facet"."library"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."attribute_token" ADD CONSTRAINT "attribute_token_inversion" FOREIGN KEY ("organization_id","inversion_id") REFERENCES "facet"."inversion"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."audit_event" ADD CONSTRAINT "audit_event_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."checkpoint" ADD CONSTRAINT "checkpoint_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."checkpoint" ADD CONSTRAINT "checkpoint_inversion" FOREIGN KEY ("organization_id","inversion_id") REFERENCES "facet"."inversion"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."client_mutation" ADD CONSTRAINT "client_mutation_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."composition" ADD CONSTRAINT "composition_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."composition" ADD CONSTRAINT "composition_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "auth"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."composition" ADD CONSTRAINT "composition_based_on" FOREIGN KEY ("organization_id","based_on_id") REFERENCES "facet"."composition"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."composition_slot" ADD CONSTRAINT "composition_slot_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."composition_slot" ADD CONSTRAINT "composition_slot_composition" FOREIGN KEY ("organization_id","composition_id") REFERENCES "facet"."composition"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."composition_slot" ADD CONSTRAINT "composition_slot_token" FOREIGN KEY ("token_organization_id","token_id") REFERENCES "facet"."attribute_token"("organization_id","id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."cost_budget" ADD CONSTRAINT "cost_budget_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."image" ADD CONSTRAINT "image_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."image" ADD CONSTRAINT "image_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "auth"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."inversion" ADD CONSTRAINT "inversion_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."inversion" ADD CONSTRAINT "inversion_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "auth"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."inversion" ADD CONSTRAINT "inversion_image" FOREIGN KEY ("organization_id","image_id") REFERENCES "facet"."image"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."inversion" ADD CONSTRAINT "inversion_library" FOREIGN KEY ("organization_id","library_id") REFERENCES "facet"."library"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."invitation" ADD CONSTRAINT "invitation_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."invitation" ADD CONSTRAINT "invitation_inviter_id_user_id_fk" FOREIGN KEY ("inviter_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."library" ADD CONSTRAINT "library_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."library" ADD CONSTRAINT "library_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "auth"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."library_grant" ADD CONSTRAINT "library_grant_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."library_grant" ADD CONSTRAINT "library_grant_grantee_organization_id_organization_id_fk" FOREIGN KEY ("grantee_organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."library_grant" ADD CONSTRAINT "library_grant_granted_by_user_id_fk" FOREIGN KEY ("granted_by") REFERENCES "auth"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."library_grant" ADD CONSTRAINT "library_grant_library" FOREIGN KEY ("organization_id","library_id") REFERENCES "facet"."library"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."member" ADD CONSTRAINT "member_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."member" ADD CONSTRAINT "member_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."model_offer" ADD CONSTRAINT "model_offer_fingerprint_model_fingerprint_fk" FOREIGN KEY ("fingerprint") REFERENCES "facet"."model"("fingerprint") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."organization" ADD CONSTRAINT "organization_personal_user_id_user_id_fk" FOREIGN KEY ("personal_user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."output" ADD CONSTRAINT "output_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."output" ADD CONSTRAINT "output_composition" FOREIGN KEY ("organization_id","composition_id") REFERENCES "facet"."composition"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."quota" ADD CONSTRAINT "quota_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."usage" ADD CONSTRAINT "usage_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."webhook" ADD CONSTRAINT "webhook_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."webhook" ADD CONSTRAINT "webhook_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "auth"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."webhook_delivery" ADD CONSTRAINT "webhook_delivery_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet"."webhook_delivery" ADD CONSTRAINT "webhook_delivery_webhook" FOREIGN KEY ("organization_id","webhook_id") REFERENCES "facet"."webhook"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_user_id_index" ON "auth"."account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "apikey_config_id_index" ON "auth"."apikey" USING btree ("config_id");--> statement-breakpoint
CREATE INDEX "apikey_reference_id_index" ON "auth"."apikey" USING btree ("reference_id");--> statement-breakpoint
CREATE INDEX "apikey_key_index" ON "auth"."apikey" USING btree ("key");--> statement-breakpoint
CREATE INDEX "attribute_token_id_index" ON "facet"."attribute_token" USING btree ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "attribute_token_latest" ON "facet"."attribute_token" USING btree ("organization_id","lineage_id") WHERE is_latest;--> statement-breakpoint
CREATE UNIQUE INDEX "attribute_token_name" ON "facet"."attribute_token" USING btree ("organization_id","library_id","attribute",lower(name)) WHERE is_latest;--> statement-breakpoint
CREATE INDEX "attribute_token_page" ON "facet"."attribute_token" USING btree ("library_id","created_at","id") WHERE is_latest;--> statement-breakpoint
CREATE INDEX "attribute_token_organization_id_created_at_id_index" ON "facet"."attribute_token" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "attribute_token_organization_id_inversion_id_index" ON "facet"."attribute_token" USING btree ("organization_id","inversion_id");--> statement-breakpoint
CREATE INDEX "audit_event_organization_id_created_at_id_index" ON "facet"."audit_event" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "client_mutation_created_at_index" ON "facet"."client_mutation" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "composition_organization_id_created_at_id_index" ON "facet"."composition" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "composition_unstarted" ON "facet"."composition" USING btree ("updated_at") WHERE status = 'queued' and workflow_started_at is null;--> statement-breakpoint
CREATE INDEX "composition_active" ON "facet"."composition" USING btree ("organization_id","status") WHERE status in ('queued', 'running', 'cancelling');--> statement-breakpoint
CREATE INDEX "composition_slot_token_organization_id_token_id_index" ON "facet"."composition_slot" USING btree ("token_organization_id","token_id");--> statement-breakpoint
CREATE INDEX "cost_budget_updated_at_index" ON "facet"."cost_budget" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "inversion_organization_id_created_at_id_index" ON "facet"."inversion" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "inversion_organization_id_image_id_index" ON "facet"."inversion" USING btree ("organization_id","image_id");--> statement-breakpoint
CREATE INDEX "inversion_organization_id_library_id_index" ON "facet"."inversion" USING btree ("organization_id","library_id");--> statement-breakpoint
CREATE INDEX "inversion_unstarted" ON "facet"."inversion" USING btree ("updated_at") WHERE status = 'queued' and workflow_started_at is null;--> statement-breakpoint
CREATE INDEX "inversion_active" ON "facet"."inversion" USING btree ("organization_id","status") WHERE status in ('queued', 'running', 'cancelling');--> statement-breakpoint
CREATE INDEX "invitation_organization_id_index" ON "auth"."invitation" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "invitation_email_index" ON "auth"."invitation" USING btree ("email");--> statement-breakpoint
CREATE INDEX "library_id_index" ON "facet"."library" USING btree ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "library_shared_name" ON "facet"."library" USING btree ("organization_id",lower(name)) WHERE visibility = 'organization';--> statement-breakpoint
CREATE UNIQUE INDEX "library_private_name" ON "facet"."library" USING btree ("organization_id","created_by",lower(name)) WHERE visibility = 'private';--> statement-breakpoint
CREATE INDEX "library_grant_grantee_organization_id_library_id_index" ON "facet"."library_grant" USING btree ("grantee_organization_id","library_id");--> statement-breakpoint
CREATE INDEX "member_user_id_index" ON "auth"."member" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "model_offer_heartbeat_at_index" ON "facet"."model_offer" USING btree ("heartbeat_at");--> statement-breakpoint
CREATE INDEX "output_organization_id_created_at_id_index" ON "facet"."output" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "session_user_id_index" ON "auth"."session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "storage_deletion_created_at_index" ON "facet"."storage_deletion" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "verification_identifier_index" ON "auth"."verification" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "webhook_delivery_organization_id_webhook_id_created_at_id_index" ON "facet"."webhook_delivery" USING btree ("organization_id","webhook_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_delivery_unstarted" ON "facet"."webhook_delivery" USING btree ("created_at") WHERE status = 'pending' and workflow_started_at is null;--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."account" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."apikey" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "auth"."apikey" AS PERMISSIVE FOR SELECT TO "facet_app" USING (reference_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."attribute_token" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "granted" ON "facet"."attribute_token" AS PERMISSIVE FOR SELECT TO "facet_app" USING (exists (select from facet.library_grant g where g.organization_id = attribute_token.organization_id and g.library_id = attribute_token.library_id and g.grantee_organization_id = nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."audit_event" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."checkpoint" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."client_mutation" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "operations" ON "facet"."client_mutation" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."composition" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "operations" ON "facet"."composition" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."composition_slot" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and (token_id is null or exists (select from facet.attribute_token t where t.organization_id = token_organization_id and t.id = token_id)));--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."cost_budget" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "operations" ON "facet"."cost_budget" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."image" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "operations" ON "facet"."image" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."inversion" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "operations" ON "facet"."inversion" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."invitation" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "auth"."invitation" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."library" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "granted" ON "facet"."library" AS PERMISSIVE FOR SELECT TO "facet_app" USING (visibility = 'organization' and exists (select from facet.library_grant g where g.organization_id = library.organization_id and g.library_id = library.id and g.grantee_organization_id = nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."library_grant" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "grantee" ON "facet"."library_grant" AS PERMISSIVE FOR SELECT TO "facet_app" USING (grantee_organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."member" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "auth"."member" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "everyone" ON "facet"."model" AS PERMISSIVE FOR SELECT TO "facet_app" USING (true);--> statement-breakpoint
CREATE POLICY "operations" ON "facet"."model" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everyone" ON "facet"."model_offer" AS PERMISSIVE FOR SELECT TO "facet_app" USING (true);--> statement-breakpoint
CREATE POLICY "operations" ON "facet"."model_offer" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."organization" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "auth"."organization" AS PERMISSIVE FOR SELECT TO "facet_app" USING (id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "grant_partners" ON "auth"."organization" AS PERMISSIVE FOR SELECT TO "facet_app" USING (exists (select from facet.library_grant g where (g.organization_id = organization.id and g.grantee_organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) or (g.grantee_organization_id = organization.id and g.organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)));--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."output" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."quota" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "operations" ON "facet"."quota" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."rate_limit" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."session" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."storage_deletion" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "operations" ON "facet"."storage_deletion" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."usage" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."user" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "fellow_members" ON "auth"."user" AS PERMISSIVE FOR SELECT TO "facet_app" USING (exists (select from auth.member m where m.user_id = "user".id and m.organization_id = nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "operations" ON "auth"."verification" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."webhook" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "facet"."webhook_delivery" AS PERMISSIVE FOR ALL TO "facet_app" USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "operations" ON "facet"."webhook_delivery" AS PERMISSIVE FOR ALL TO "facet_ops" USING (true) WITH CHECK (true);