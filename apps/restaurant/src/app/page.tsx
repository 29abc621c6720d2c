import { Board } from "../board/board.tsx";
import { restaurantDemo } from "../demo.ts";
import { KitchenShell } from "../shell/kitchen-shell.tsx";

export default function BoardPage() {
  return (
    <KitchenShell demo={restaurantDemo()}>
      <Board />
    </KitchenShell>
  );
}
