ALTER TABLE "facet"."attribute_token" ADD COLUMN "stand_in" real[];--> statement-breakpoint
ALTER TABLE "facet"."storage_deletion" RENAME COLUMN "created_at" TO "due_at";--> statement-breakpoint
ALTER INDEX "facet"."storage_deletion_created_at_index" RENAME TO "storage_deletion_due_at_index";
