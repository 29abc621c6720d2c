import { Console } from "../shift/console.tsx";

export default function RidePage() {
  return <Console />;
}
