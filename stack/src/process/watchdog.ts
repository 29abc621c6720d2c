import { spawn } from "node:child_process";

/**
 * A shell that waits on a pipe from this process. When this process ends in any way, SIGKILL included, the
 * pipe closes and the shell stops every child it was told of and removes the folders it was given. It costs
 * well under a megabyte, and needs nothing from the children.
 */
export type Watchdog = {
  readonly pid: number | undefined;
  watch(pid: number, stopSignal: NodeJS.Signals): void;
  forget(pid: number): void;
  /** A folder that must not outlive this process. */
  removeAtEnd(folder: string): void;
  /** Ends the watch: children are left alone, folders stay. */
  release(): void;
};

const script = `
children=""; folders=""
trap '' INT TERM HUP
while read -r verb subject detail; do
  case "$verb" in
    watch) children="$subject:$detail $children" ;;
    forget) kept=""; for c in $children; do [ "\${c%%:*}" = "$subject" ] || kept="$kept $c"; done; children="$kept" ;;
    folder) folders="$folders $subject" ;;
    release) exit 0 ;;
  esac
done
for c in $children; do kill -"\${c##*:}" "\${c%%:*}" 2>/dev/null; done
tries=0
while [ $tries -lt 100 ]; do
  alive=""
  for c in $children; do kill -0 "\${c%%:*}" 2>/dev/null && alive=yes; done
  [ -n "$alive" ] || break
  sleep 0.1; tries=$((tries + 1))
done
for c in $children; do kill -KILL -"\${c%%:*}" 2>/dev/null; done
for f in $folders; do rm -rf "$f"; done
`;

export function startWatchdog(): Watchdog {
  const shell = spawn("/bin/sh", ["-c", script, "tiffin-watchdog"], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.unref();
  shell.on("error", () => {});
  const pipe = shell.stdin;
  pipe.on("error", () => {});
  if ("unref" in pipe && typeof pipe.unref === "function") pipe.unref();
  const tell = (line: string) => pipe.writable && pipe.write(`${line}\n`);
  return {
    pid: shell.pid,
    watch: (pid, stopSignal) => tell(`watch ${pid} ${stopSignal.replace(/^SIG/, "")}`),
    forget: (pid) => tell(`forget ${pid}`),
    removeAtEnd(folder) {
      if (/\s/.test(folder)) return; // the shell splits on spaces: such a folder is left to the next start
      tell(`folder ${folder}`);
    },
    release() {
      tell("release");
      pipe.end();
    },
  };
}
