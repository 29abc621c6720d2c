import type { DatabaseOrTransaction } from "@tiffin/db/client";

export interface CatalogServices {
  readonly db: DatabaseOrTransaction;
}
