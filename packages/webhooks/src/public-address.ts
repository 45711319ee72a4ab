import ipaddr from "ipaddr.js";

const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether an address is on the public internet: global unicast and nothing else. An address that
 * carries another one inside (mapped, NAT64, 6to4, Teredo …) is not.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  // The library also calls what nobody has assigned yet unicast.
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast);
}
