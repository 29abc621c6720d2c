import type { ReactNode, Ref } from "react";

/** A part of the checkout under its heading. */
export const Step = ({
  title,
  hint,
  ref,
  children,
}: {
  title: string;
  hint?: string;
  ref?: Ref<HTMLElement>;
  children: ReactNode;
}) => (
  <section ref={ref} aria-label={title}>
    <h2 className="display text-xl">{title}</h2>
    {hint ? <p className="mt-0.5 text-sm text-ink-soft">{hint}</p> : null}
    <div className="mt-3">{children}</div>
  </section>
);
