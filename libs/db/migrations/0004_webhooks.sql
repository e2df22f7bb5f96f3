ALTER TABLE "facet"."model" ADD COLUMN "last_offered_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "facet"."webhook" ADD COLUMN "previous_sealed_secret" text;--> statement-breakpoint
ALTER TABLE "facet"."webhook" ADD COLUMN "previous_secret_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "facet"."webhook" ADD COLUMN "failed_deliveries" integer DEFAULT 0 NOT NULL;