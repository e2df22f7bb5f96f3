ALTER TABLE "facet"."attribute_token" ADD COLUMN "picture_sizes" jsonb;--> statement-breakpoint
ALTER TABLE "facet"."checkpoint" ADD COLUMN "picture_sizes" jsonb;--> statement-breakpoint
ALTER TABLE "facet"."image" ADD COLUMN "picture_sizes" jsonb;--> statement-breakpoint
ALTER TABLE "facet"."inversion" ADD COLUMN "picture_sizes" jsonb;--> statement-breakpoint
ALTER TABLE "facet"."output" ADD COLUMN "picture_sizes" jsonb;