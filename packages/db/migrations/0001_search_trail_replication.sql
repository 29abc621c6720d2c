-- What drizzle can't say: extensions, indexes over functions, partitions, logical replication.
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS unaccent;--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS cube;--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS earthdistance;--> statement-breakpoint

CREATE INDEX "search_documents_trigrams" ON "search_documents" USING gin ("full_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "search_documents_name_trigrams" ON "search_documents" USING gin ("name_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "search_documents_earth" ON "search_documents" USING gist (ll_to_earth("lat", "lng"));--> statement-breakpoint

CREATE TABLE "rider_trail" (
	"rider_id" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"seq" bigint NOT NULL,
	"lat" double precision NOT NULL,
	"lng" double precision NOT NULL,
	"accuracy" real,
	"heading" real,
	"speed" real,
	"late" boolean NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	PRIMARY KEY ("rider_id", "recorded_at", "seq")
) PARTITION BY RANGE ("recorded_at");--> statement-breakpoint
-- Points of a day without a partition of its own are kept rather than refused.
CREATE TABLE "rider_trail_default" PARTITION OF "rider_trail" DEFAULT;--> statement-breakpoint

-- What the change relay tails. Deleted catalogue rows must still say whose restaurant they belonged to.
ALTER TABLE "opening_hours" REPLICA IDENTITY FULL;--> statement-breakpoint
ALTER TABLE "closures" REPLICA IDENTITY FULL;--> statement-breakpoint
ALTER TABLE "menu_sections" REPLICA IDENTITY FULL;--> statement-breakpoint
ALTER TABLE "menu_items" REPLICA IDENTITY FULL;--> statement-breakpoint
CREATE PUBLICATION "tiffin_changes" FOR TABLE "outbox", "restaurants", "opening_hours", "closures", "menu_sections", "menu_items"
	WITH (publish = 'insert, update, delete');
