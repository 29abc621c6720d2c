-- The index can be made again from the catalogue: no use guessing what its old rows would say.
DELETE FROM "search_documents";--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;--> statement-breakpoint
CREATE TABLE "search_terms" (
	"term" text PRIMARY KEY NOT NULL,
	"letters" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "search_documents" ADD COLUMN "prep_minutes" smallint NOT NULL;--> statement-breakpoint
ALTER TABLE "search_documents" ADD COLUMN "delivery_radius_meters" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "search_documents" ADD COLUMN "orderable" boolean NOT NULL;--> statement-breakpoint
ALTER TABLE "search_documents" ADD COLUMN "accepting_orders" boolean NOT NULL;--> statement-breakpoint
ALTER TABLE "search_documents" ADD COLUMN "paused_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "search_documents" ADD COLUMN "time_zone" text NOT NULL;--> statement-breakpoint
ALTER TABLE "search_documents" ADD COLUMN "open_same_day" "int4multirange" NOT NULL;--> statement-breakpoint
ALTER TABLE "search_documents" ADD COLUMN "open_from_day_before" "int4multirange" NOT NULL;--> statement-breakpoint
ALTER TABLE "search_documents" ADD COLUMN "closures" date[] NOT NULL;--> statement-breakpoint
CREATE INDEX "search_terms_first_letter" ON "search_terms" (left("term", 1), char_length("term"));--> statement-breakpoint
CREATE INDEX "search_terms_trigrams" ON "search_terms" USING gin ("term" gin_trgm_ops);
