"use client";

import "./globals.css";

export { GlobalError as default } from "@tiffin/ui/app/global-error";
