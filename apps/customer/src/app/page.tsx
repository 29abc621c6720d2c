import { Suspense } from "react";
import { Home } from "../search/home.tsx";

export default function HomePage() {
  return (
    <Suspense>
      <Home />
    </Suspense>
  );
}
