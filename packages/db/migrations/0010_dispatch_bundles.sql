CREATE TABLE "dispatch_decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"city_id" uuid NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"input" jsonb,
	"outcome" jsonb NOT NULL
);
--> statement-breakpoint
DROP INDEX "offers_one_open_per_rider";--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "question_id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
-- Until now each offer was a question of its own; so it stays.
UPDATE "offers" SET "question_id" = "id";--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "position" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "sequence" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "decision_id" uuid;--> statement-breakpoint
ALTER TABLE "riders" ADD COLUMN "shift_ends_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "rides" ADD COLUMN "pickup_order" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rides" ADD COLUMN "drop_order" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "dispatch_decisions" ADD CONSTRAINT "dispatch_decisions_city_id_cities_id_fk" FOREIGN KEY ("city_id") REFERENCES "public"."cities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dispatch_decisions_city" ON "dispatch_decisions" USING btree ("city_id","decided_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "dispatch_decisions_age" ON "dispatch_decisions" USING btree ("decided_at");--> statement-breakpoint
CREATE UNIQUE INDEX "offers_question" ON "offers" USING btree ("question_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "offers_one_open_per_rider" ON "offers" USING btree ("rider_id","position") WHERE status = 'PENDING';