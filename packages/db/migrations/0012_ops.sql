CREATE TABLE "ops_actions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"actor_id" uuid NOT NULL,
	"city_id" uuid,
	"type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"idempotency_key" uuid,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "ops_cities" (
	"user_id" uuid NOT NULL,
	"city_id" uuid NOT NULL,
	CONSTRAINT "ops_cities_user_id_city_id_pk" PRIMARY KEY("user_id","city_id")
);
--> statement-breakpoint
ALTER TABLE "ops_actions" ADD CONSTRAINT "ops_actions_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ops_actions" ADD CONSTRAINT "ops_actions_city_id_cities_id_fk" FOREIGN KEY ("city_id") REFERENCES "public"."cities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ops_cities" ADD CONSTRAINT "ops_cities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ops_cities" ADD CONSTRAINT "ops_cities_city_id_cities_id_fk" FOREIGN KEY ("city_id") REFERENCES "public"."cities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ops_actions_key" ON "ops_actions" USING btree ("actor_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "ops_actions_subject" ON "ops_actions" USING btree ("subject_id","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "orders_cancelled_in_city" ON "orders" USING btree ("city_id","cancelled_at" DESC NULLS LAST) WHERE status = 'CANCELLED';