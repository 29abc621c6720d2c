/**
 * Runs something at the first call, and calls that come before `everyMs` is over together when it is: the last one is
 * never lost, and a rush of them is no rush of runs.
 */
export function gather(run: () => void, everyMs: number): { call: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const runNow = () => {
    again = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (again) runNow();
    }, everyMs);
    run();
  };
  return {
    call: () => {
      if (timer === undefined) runNow();
      else again = true;
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      again = false;
    },
  };
}
