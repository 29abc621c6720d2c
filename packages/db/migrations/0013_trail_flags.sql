ALTER TABLE "rides" ADD COLUMN "ridden_meters" integer;--> statement-breakpoint
-- The partitioned trail is made by hand (0001): drizzle-kit does not see it.
ALTER TABLE "rider_trail" ADD COLUMN "flags" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Odd points are few: the index holds them alone.
CREATE INDEX "rider_trail_flagged" ON "rider_trail" USING btree ("recorded_at") WHERE "flags" <> 0;
