import { collectDefaultMetrics, Counter, Registry } from "prom-client";

export interface LifeMetrics {
  readonly registry: Registry;
  readonly deliveries: Counter;
}

export function createMetrics(): LifeMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const deliveries = new Counter({
    name: "life_deliveries_total",
    help: "Orders that the riders of the city's life have handed over",
    registers: [registry],
  });
  return { registry, deliveries };
}
