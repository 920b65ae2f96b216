import ipaddr from "ipaddr.js";
import type { Context, Rule, Value } from "../../model";
import { show } from "../../values";

/** A rule: an IPv4 address. */
export const ipv4Address: Rule = {
  test: (value) =>
    typeof value === "string" && ipaddr.IPv4.isValidFourPartDecimal(value)
      ? undefined
      : `expected an IPv4 address such as 10.0.0.4, got ${show(value)}`,
};

/** A rule: an IPv6 CIDR block without host bits set, of a prefix length in the range. */
export function ipv6Block(min: number, max: number): Rule {
  return { test: (value) => (isIpv6Block(value, min, max) ? undefined : ipv6Expected(min, max, value)) };
}

/** Whether a string is an IPv4 CIDR block without host bits set. */
export function isIpv4Block(value: Value): boolean {
  return (
    typeof value === "string" &&
    ipaddr.IPv4.isValidCIDRFourPartDecimal(value) &&
    ipaddr.IPv4.networkAddressFromCIDR(value).toString() === value.split("/")[0]
  );
}

/** Whether a string is an IPv6 CIDR block without host bits set. */
export function isIpv6Block(value: Value, min = 0, max = 128): boolean {
  if (typeof value !== "string" || !ipaddr.IPv6.isValidCIDR(value)) return false;
  const [address, prefix] = ipaddr.IPv6.parseCIDR(value);
  return prefix >= min && prefix <= max && ipaddr.IPv6.networkAddressFromCIDR(value).toString() === address.toString();
}

function ipv6Expected(min: number, max: number, value: Value): string {
  const prefix = min === max ? `of exactly ${min}` : `between ${min} and ${max}`;
  return `expected an IPv6 CIDR block with a prefix ${prefix}, got ${show(value)}`;
}

/** Whether the second of two valid IPv4 CIDR blocks lies in the first. */
export function contains(outer: string, inner: string): boolean {
  const [network, prefix] = ipaddr.IPv4.parseCIDR(outer);
  const [address, innerPrefix] = ipaddr.IPv4.parseCIDR(inner);
  return innerPrefix >= prefix && address.match(network, prefix);
}

/** Whether two valid IPv4 CIDR blocks have an address in common: one of them then contains the other. */
export function overlaps(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}

/** The length of a CIDR block's prefix: 24 for `10.0.0.0/24`. */
export function prefixOf(block: string): number {
  return Number(block.split("/")[1]);
}

/**
 * A free private address of a subnet, the same one for the same resource. AWS keeps the first four addresses and the
 * last one of every subnet for itself: docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function privateAddress(context: Pick<Context, "hex">, block: string, taken: ReadonlySet<string>): string {
  const reserved = 4;
  return free(context, block, reserved, 2 ** (32 - prefixOf(block)) - reserved - 1, taken);
}

/**
 * A public address. It comes from 198.18.0.0/15, which RFC 2544 sets aside for tests and nobody on the internet has, so
 * that no address in an export is somebody's.
 */
export function publicAddress(context: Pick<Context, "hex">, taken: ReadonlySet<string>): string {
  return free(context, "198.18.0.0/15", 1, 2 ** 17 - 2, taken);
}

function free(
  context: Pick<Context, "hex">,
  block: string,
  first: number,
  count: number,
  taken: ReadonlySet<string>,
): string {
  const start = Number.parseInt(context.hex(8, "address"), 16);
  const network = ipaddr.IPv4.parseCIDR(block)[0].octets.reduce((sum, octet) => sum * 256 + octet, 0);
  for (let i = 0; i < count; i++) {
    const number = network + first + ((start + i) % count);
    const address = [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
    if (!taken.has(address)) return address;
  }
  throw new Error(`no address of ${block} is free`);
}

/** The DNS name that EC2 gives a public address. us-east-1 has its own form. */
export function publicDnsName(address: string, region: string): string {
  const domain = region === "us-east-1" ? "compute-1" : `${region}.compute`;
  return `ec2-${address.replaceAll(".", "-")}.${domain}.amazonaws.com`;
}

/** The DNS name that EC2 gives a private address. us-east-1 has its own form. */
export function privateDnsName(address: string, region: string): string {
  const domain = region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
  return `ip-${address.replaceAll(".", "-")}.${domain}`;
}
