import { BlockList, isIP } from "node:net";

/**
 * Who is really calling, to count their calls: the nearest address in X-Forwarded-For that isn't one of our own
 * proxies. Of an IPv6 address the network counts, since its holder has 2^64 of them.
 */
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
    return isIP(nearest) === 6 ? networkOf(nearest) : nearest;
  };
}

/** The /64 that an IPv6 address lies in. */
function networkOf(address: string): string {
  const [head = "", tail] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => "0"), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** An IPv4 address that arrived over an IPv6 socket, in its own form. */
function plain(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}
