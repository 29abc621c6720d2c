CREATE TABLE "relay_progress" (
	"slot" text PRIMARY KEY NOT NULL,
	"delivered_until" timestamp (3) with time zone NOT NULL,
	"reread_from" timestamp (3) with time zone
);
