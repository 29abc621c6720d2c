ALTER TABLE "dispatch_decisions" ALTER COLUMN "input" SET DATA TYPE json;--> statement-breakpoint
ALTER TABLE "dispatch_decisions" ALTER COLUMN "outcome" SET DATA TYPE json;