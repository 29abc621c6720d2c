-- Cities from before zones, tax classes and inclusive prices have none of them.
UPDATE "cities" SET "pricing" = '{"zones": [], "taxClasses": {}, "pricesIncludeTax": false}'::jsonb || "pricing";
