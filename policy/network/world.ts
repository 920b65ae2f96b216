import ipaddr from "ipaddr.js";

/** How large a block of addresses must be to count as the whole world. */
export interface WorldSize {
  /** IPv4 blocks with a shorter prefix are the world. */
  minIpv4Prefix: number;
  /** IPv6 blocks with a shorter prefix are the world. */
  minIpv6Prefix: number;
}

/** The settings of every rule that asks whether a block of addresses is the world. */
export const worldSettings = {
  minIpv4Prefix: {
    type: "integer",
    description: "An IPv4 block with a shorter prefix counts as the whole world; so 0.0.0.0/1 does as 0.0.0.0/0 does.",
    default: 8,
    minimum: 1,
    maximum: 32,
  },
  minIpv6Prefix: {
    type: "integer",
    description: "An IPv6 block with a shorter prefix counts as the whole world. A /32 is what one provider gets.",
    default: 32,
    minimum: 1,
    maximum: 128,
  },
} as const;

/** Blocks that are not reachable from the internet, however large. */
const NOT_ROUTED = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10"].map(
  (block) => ipaddr.parseCIDR(block),
);

/** True for a block of addresses that is, for all that matters, the whole internet. False for what is no CIDR block. */
export function isWorld(cidr: string, { minIpv4Prefix, minIpv6Prefix }: WorldSize): boolean {
  if (typeof cidr !== "string" || !ipaddr.isValidCIDR(cidr)) return false;
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  if (prefix >= (address.kind() === "ipv4" ? minIpv4Prefix : minIpv6Prefix)) return false;
  return !NOT_ROUTED.some(
    ([outer, outerPrefix]) =>
      outer.kind() === address.kind() && prefix >= outerPrefix && address.match(outer, outerPrefix),
  );
}
