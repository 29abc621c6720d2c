import { NextResponse } from "next/server";

/**
 * `/healthz`, `/readyz` and `/metrics` of a web app, as every process of Tiffin has them; null for any other path.
 * An app is ready when its gateway is: without it no page has anything to show.
 */
export async function probe(path: string, gatewayUrl: string): Promise<NextResponse | null> {
  switch (path) {
    case "/healthz":
      return NextResponse.json({ status: "ok" });
    case "/readyz": {
      const isReady = await gatewayIsReady(gatewayUrl);
      const body = { status: isReady ? "ok" : "unavailable", checks: { gateway: isReady ? "ok" : "unavailable" } };
      return NextResponse.json(body, { status: isReady ? 200 : 503 });
    }
    case "/metrics":
      return new NextResponse(metrics(), { headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" } });
    default:
      return null;
  }
}

async function gatewayIsReady(gatewayUrl: string): Promise<boolean> {
  try {
    return (await fetch(new URL("/readyz", gatewayUrl), { signal: AbortSignal.timeout(3000) })).ok;
  } catch {
    return false;
  }
}

/** The process's own numbers in Prometheus's text format. */
function metrics(): string {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const gauges: [string, string, string, number][] = [
    ["process_cpu_seconds_total", "counter", "CPU time used, in seconds.", (user + system) / 1e6],
    ["process_resident_memory_bytes", "gauge", "Resident memory, in bytes.", rss],
    ["nodejs_heap_size_used_bytes", "gauge", "Heap in use, in bytes.", heapUsed],
    ["process_uptime_seconds", "gauge", "Seconds since the process started.", process.uptime()],
  ];
  return gauges
    .map(([name, type, help, value]) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}\n`)
    .join("");
}
