"use client";

import { ErrorState } from "@tiffin/ui/error-state";

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <ErrorState className="flex-1 pt-10" traceId={error.digest} onRetry={reset} />;
}
