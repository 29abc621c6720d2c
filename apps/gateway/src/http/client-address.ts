import { BlockList, isIP } from "node:net";

/** Who is really calling: the nearest address in X-Forwarded-For that isn't one of our own proxies. */
export function clientAddressReader(trustedProxies: readonly string[]) {
  const trusted = new BlockList();
  for (const entry of trustedProxies) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address);
    if (family === 0) throw new Error(`TRUSTED_PROXIES names something that is no address: ${entry}`);
    const type = family === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) trusted.addAddress(address, type);
    else trusted.addSubnet(address, Number(bits), type);
  }
  const isTrusted = (address: string) => {
    const family = isIP(address);
    return family !== 0 && trusted.check(address, family === 6 ? "ipv6" : "ipv4");
  };

  return function clientAddress(peer: string | undefined, forwardedFor: string | undefined): string {
    let nearest = plain(peer ?? "unknown");
    for (const hop of (forwardedFor ?? "")
      .split(",")
      .toReversed()
      .map((entry) => plain(entry.trim()))) {
      if (!isTrusted(nearest) || isIP(hop) === 0) break;
      nearest = hop;
    }
    return nearest;
  };
}

/** An IPv4 address that arrived over an IPv6 socket, in its own form. */
function plain(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}
