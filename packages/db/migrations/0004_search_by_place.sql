-- The index can be made again from the catalogue, so it is: narrow rows, words that stand behind their cell.
DROP TABLE "search_documents";--> statement-breakpoint
CREATE TABLE "search_documents" (
	"restaurant_id" uuid PRIMARY KEY NOT NULL,
	"city_id" uuid NOT NULL,
	"place" "cube" NOT NULL,
	"lat" double precision NOT NULL,
	"lng" double precision NOT NULL,
	"cell" integer NOT NULL,
	"rating_count" integer NOT NULL,
	"cost_for_two" integer,
	"delivery_radius_meters" integer NOT NULL,
	"prep_minutes" smallint NOT NULL,
	"is_pure_veg" boolean NOT NULL,
	"orderable" boolean NOT NULL,
	"accepting_orders" boolean NOT NULL,
	"paused_until" timestamp (3) with time zone,
	"rating" numeric(2, 1),
	"time_zone" text NOT NULL,
	"open_same_day" "int4multirange" NOT NULL,
	"open_from_day_before" "int4multirange" NOT NULL,
	"closures" date[] NOT NULL,
	"cuisines" text[] NOT NULL,
	"cuisine_keys" text[] NOT NULL,
	"name_text" text NOT NULL,
	"head" "tsvector" NOT NULL,
	"words" "tsvector" NOT NULL,
	"dish_names" text[] NOT NULL,
	"document" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
-- Rows of a city are read by the thousand: what filters, counts and sorts stays in the row, all else goes out of line, and
-- a change of a rating or a pause finds room on its page.
ALTER TABLE "search_documents" SET (toast_tuple_target = 128, fillfactor = 85);--> statement-breakpoint
ALTER TABLE "search_documents"
	ALTER COLUMN "time_zone" SET STORAGE PLAIN,
	ALTER COLUMN "open_same_day" SET STORAGE MAIN,
	ALTER COLUMN "open_from_day_before" SET STORAGE MAIN,
	ALTER COLUMN "closures" SET STORAGE MAIN,
	ALTER COLUMN "cuisines" SET STORAGE MAIN,
	ALTER COLUMN "cuisine_keys" SET STORAGE MAIN,
	ALTER COLUMN "name_text" SET STORAGE MAIN,
	ALTER COLUMN "head" SET STORAGE MAIN,
	ALTER COLUMN "words" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "search_documents" ADD CONSTRAINT "search_documents_restaurant_id_restaurants_id_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_documents" ADD CONSTRAINT "search_documents_city_id_cities_id_fk" FOREIGN KEY ("city_id") REFERENCES "public"."cities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_documents_city" ON "search_documents" USING btree ("city_id");--> statement-breakpoint
CREATE INDEX "search_documents_cell" ON "search_documents" USING btree ("cell");--> statement-breakpoint
CREATE INDEX "search_documents_words" ON "search_documents" USING gin ("words") WITH (fastupdate=false);