CREATE TABLE "ledger_postings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"transaction_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"account" text NOT NULL,
	"party_id" uuid,
	"amount" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_postings_amount" CHECK ("ledger_postings"."amount" <> 0),
	CONSTRAINT "ledger_postings_account" CHECK ("ledger_postings"."account" in ('customer', 'restaurant', 'rider', 'platform', 'tax', 'tip', 'cash_float', 'gateway'))
);
--> statement-breakpoint
CREATE TABLE "ledger_transactions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"order_id" uuid,
	"currency" char(3) NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_transactions_key_unique" UNIQUE("key")
);
--> statement-breakpoint
ALTER TABLE "menu_items" ADD COLUMN "unavailable_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "menu_items" ADD COLUMN "tax_class" text DEFAULT 'standard' NOT NULL;--> statement-breakpoint
ALTER TABLE "restaurants" ADD COLUMN "commission_basis_points" integer DEFAULT 1500 NOT NULL;--> statement-breakpoint
ALTER TABLE "restaurants" ADD COLUMN "answer_window_seconds" integer DEFAULT 300 NOT NULL;--> statement-breakpoint
ALTER TABLE "restaurants" ADD COLUMN "orders_per_window" integer;--> statement-breakpoint
ALTER TABLE "restaurants" ADD COLUMN "order_window_minutes" smallint DEFAULT 15 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "review_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "review_reason" text;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "requested_by" uuid;--> statement-breakpoint
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_transaction_id_ledger_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transactions" ADD CONSTRAINT "ledger_transactions_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_postings_position" ON "ledger_postings" USING btree ("transaction_id","position");--> statement-breakpoint
CREATE INDEX "ledger_postings_party" ON "ledger_postings" USING btree ("account","party_id","at");--> statement-breakpoint
CREATE INDEX "ledger_transactions_order" ON "ledger_transactions" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "payments_review" ON "payments" USING btree ("review_since") WHERE review_since is not null;--> statement-breakpoint
ALTER TABLE "restaurants" ADD CONSTRAINT "restaurants_commission" CHECK ("restaurants"."commission_basis_points" between 0 and 10000);--> statement-breakpoint
ALTER TABLE "restaurants" ADD CONSTRAINT "restaurants_answer_window" CHECK ("restaurants"."answer_window_seconds" between 60 and 1800);--> statement-breakpoint
ALTER TABLE "restaurants" ADD CONSTRAINT "restaurants_orders_per_window" CHECK ("restaurants"."orders_per_window" between 1 and 1000);--> statement-breakpoint
ALTER TABLE "restaurants" ADD CONSTRAINT "restaurants_order_window" CHECK ("restaurants"."order_window_minutes" between 5 and 120);--> statement-breakpoint
CREATE FUNCTION "ledger_transaction_balances"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	difference bigint;
BEGIN
	SELECT sum("amount") INTO difference FROM "ledger_postings" WHERE "transaction_id" = NEW."transaction_id";
	IF difference <> 0 THEN
		RAISE EXCEPTION 'ledger transaction % is out of balance by %', NEW."transaction_id", difference
			USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transactions_balance';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "ledger_transactions_balance" AFTER INSERT ON "ledger_postings"
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "ledger_transaction_balances"();--> statement-breakpoint
CREATE FUNCTION "ledger_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the ledger is append only: post a correction instead' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_append_only';
END $$;--> statement-breakpoint
CREATE TRIGGER "ledger_transactions_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_transactions"
	FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();--> statement-breakpoint
CREATE TRIGGER "ledger_postings_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_postings"
	FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();
