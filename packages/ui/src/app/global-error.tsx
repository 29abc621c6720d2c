"use client";

/** When even the layout failed: no providers, no messages, so both languages in plain words. The app brings its CSS. */
export function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en" data-theme="system">
      <body>
        <main className="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center gap-3 p-6 text-center">
          <h1 className="display text-2xl">Tiffin couldn’t open</h1>
          <p className="text-ink-soft">Something went wrong on our side. Please try once more.</p>
          <p lang="hi" className="text-ink-soft">
            हमारी ओर कुछ गड़बड़ हुई। कृपया फिर से कोशिश करें।
          </p>
          <button
            type="button"
            onClick={reset}
            className="mt-3 rounded-full bg-leaf px-6 py-3 font-semibold text-on-leaf"
          >
            Try again · <span lang="hi">फिर कोशिश करें</span>
          </button>
        </main>
      </body>
    </html>
  );
}
