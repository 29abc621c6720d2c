CREATE TABLE "search_rebuild_changes" (
	"rebuild_id" integer NOT NULL,
	"restaurant_id" uuid NOT NULL,
	"stamp" uuid NOT NULL,
	CONSTRAINT "search_rebuild_changes_rebuild_id_restaurant_id_pk" PRIMARY KEY("rebuild_id","restaurant_id")
);
--> statement-breakpoint
CREATE TABLE "search_rebuilds" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "search_rebuilds_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"target" text NOT NULL,
	"version" text NOT NULL,
	"scope" text NOT NULL,
	"city_id" uuid,
	"last_id" uuid,
	"total" integer NOT NULL,
	"indexed" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"removed" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"outcome" text
);
--> statement-breakpoint
ALTER TABLE "search_rebuild_changes" ADD CONSTRAINT "search_rebuild_changes_rebuild_id_search_rebuilds_id_fk" FOREIGN KEY ("rebuild_id") REFERENCES "public"."search_rebuilds"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_rebuilds" ADD CONSTRAINT "search_rebuilds_city_id_cities_id_fk" FOREIGN KEY ("city_id") REFERENCES "public"."cities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "search_rebuilds_open" ON "search_rebuilds" USING btree ("target") WHERE "search_rebuilds"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "search_rebuilds_target" ON "search_rebuilds" USING btree ("target","ended_at");--> statement-breakpoint
-- A restaurant that moves or is deleted must still say which city's results it was in; a city, whether what its restaurants' documents take from it changed.
ALTER TABLE "restaurants" REPLICA IDENTITY FULL;--> statement-breakpoint
ALTER TABLE "cities" REPLICA IDENTITY FULL;--> statement-breakpoint
ALTER PUBLICATION "tiffin_changes" ADD TABLE "cities";--> statement-breakpoint
ALTER PUBLICATION "tiffin_changes" SET (publish = 'insert, update, delete, truncate');
