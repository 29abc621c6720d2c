/**
 * Whether an endpoint is one of a push service. Endpoints come from browsers, and the worker calls them: without this
 * anybody could have it call whatever stands behind our firewall.
 */
export function isPushService(endpoint: string, services: readonly string[]): boolean {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    return false;
  }
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "") return false;
  return services.some((service) =>
    service.startsWith("*.") ? url.hostname.endsWith(service.slice(1)) : url.hostname === service,
  );
}
