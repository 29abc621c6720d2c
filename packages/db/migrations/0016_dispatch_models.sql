CREATE TABLE "dispatch_models" (
	"version" text PRIMARY KEY NOT NULL,
	"model" json NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
