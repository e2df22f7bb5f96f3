ALTER TABLE "facet"."composition" ADD COLUMN "unit_cost" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "facet"."inversion" ADD COLUMN "unit_cost" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "facet"."inversion" ADD COLUMN "size" integer;