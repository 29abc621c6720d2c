import { Board } from "../board/board.tsx";
import { kitchenDemo } from "../demo.ts";
import { KitchenShell } from "../shell/kitchen-shell.tsx";

export default function BoardPage() {
  return (
    <KitchenShell demo={kitchenDemo()}>
      <Board />
    </KitchenShell>
  );
}
