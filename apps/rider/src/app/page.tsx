import { riderDemo } from "../demo.ts";
import { Console } from "../shift/console.tsx";
import { RiderShell } from "../shift/rider-shell.tsx";

export default function RidePage() {
  return (
    <RiderShell demo={riderDemo()}>
      <Console />
    </RiderShell>
  );
}
