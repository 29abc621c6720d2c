-- A document is only ever read whole: as it was written, it costs half the time of writing a row.
ALTER TABLE "search_documents" ALTER COLUMN "document" SET DATA TYPE json;--> statement-breakpoint
ALTER TABLE "search_documents"
	ALTER COLUMN "document" SET STORAGE EXTERNAL,
	ALTER COLUMN "dish_names" SET STORAGE EXTERNAL;--> statement-breakpoint
CREATE INDEX "search_documents_time_zone" ON "search_documents" USING btree ("time_zone");
