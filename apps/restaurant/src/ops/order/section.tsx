import { Card } from "@tiffin/ui/card";
import type { ReactNode } from "react";

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card className="p-5">
      <h2 className="display mb-3 text-xl">{title}</h2>
      {children}
    </Card>
  );
}
