import { movedPorts, type Ports } from "../config/addresses.ts";
import type { StackFile } from "../stack-file.ts";

/** What a person needs once everything is healthy: addresses, which engine does which job, accounts. */
export function summary(stack: StackFile, ports: Ports, elapsedMs: number, payments = "sandbox"): string {
  const { urls, engines, demo } = stack;
  const names = ["customer", "rider", "restaurant", "gateway", "workflows", "paymentSandbox"].filter(
    (name) => urls[name] !== undefined,
  );
  const notes: Record<string, string> = {
    gateway: `API reference at ${urls["gateway"]}/docs`,
    workflows: "runs, steps, errors",
  };
  const moved = movedPorts(ports);
  return [
    "",
    `Tiffin is up (${(elapsedMs / 1000).toFixed(1)} s).`,
    "",
    ...names.map(
      (name) => `  ${label(name).padEnd(18)} ${urls[name]}${notes[name] === undefined ? "" : `   ${notes[name]}`}`,
    ),
    ...(moved.length === 0 ? [] : ["", `  Taken ports moved: ${moved.join(", ")}`]),
    "",
    `  Engines: ${engineLines(engines, payments).join("; ")}`,
    ...(demo === undefined ? [] : accounts(demo)),
    "",
  ].join("\n");
}

function engineLines(engines: StackFile["engines"], payments: string): string[] {
  return [
    engines.postgres === "embedded" ? "Postgres from npm" : "your Postgres",
    engines.redis === "local" ? "redis-server of its own" : "your Redis",
    engines.search === "embedded"
      ? "search by the embedded index in Postgres (no Meilisearch)"
      : "search by Meilisearch",
    engines.workflows === "embedded"
      ? "workflows by the embedded engine (not Inngest's server)"
      : "workflows by Inngest",
    "live channels by Soketi",
    payments === "sandbox" ? "payments by the sandbox: no real money" : `payments by ${payments}`,
  ];
}

function accounts(demo: NonNullable<StackFile["demo"]>): string[] {
  const list = (people: { phone: string; name: string }[]) =>
    people.map(({ phone, name }) => `${phone} (${name})`).join(", ");
  return [
    "",
    `  Demo accounts, code ${demo.otp}:`,
    `    customers   ${list(demo.customers)}`,
    `    riders      ${list(demo.riders)}`,
    `    restaurant  ${list(demo.staff)}`,
    `    operations  ${list(demo.ops)}`,
  ];
}

function label(name: string): string {
  const words = name.replace(/([A-Z])/g, " $1").toLowerCase();
  return `${words[0]?.toUpperCase() ?? ""}${words.slice(1)}`;
}
