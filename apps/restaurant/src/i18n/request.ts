import { requestConfig } from "@tiffin/ui/server/i18n";

export default requestConfig((locale) =>
  locale === "hi" ? import("../../messages/hi.json") : import("../../messages/en.json"),
);
