import { IPv4 } from "ipaddr.js";

/** An IPv4 range as numbers. */
interface Range {
  /** First address. */
  base: number;
  /** Prefix length. */
  mask: number;
  /** Number of addresses. */
  size: number;
}

/** What the division needs to know of a subnet. */
interface Wanted {
  cidrMask?: number;
  cidrBlocks?: string[];
}

/** Reads `172.20.0.0/16`; an address inside the range stands for the range. */
export function parseCidr(cidr: string): Range {
  const [address, mask] = IPv4.parseCIDR(cidr);
  return range(
    address.toByteArray().reduce((number, byte) => number * 256 + byte, 0),
    mask,
  );
}

/**
 * The range of each subnet in each zone. With ranges given, those. Otherwise the VPC is divided evenly among the zones
 * (rounded up to a power of two), and each zone is filled from its start, every subnet at the next address where one
 * of its size can begin.
 */
export function cidrsOfSubnets(vpcCidr: string, zones: number, wanted: readonly Wanted[]): string[][] {
  const cidrs = wanted.some(({ cidrBlocks }) => cidrBlocks) ? given(zones, wanted) : divided(vpcCidr, zones, wanted);
  const flat = cidrs.flat();
  for (const [index, cidr] of flat.entries()) {
    const clash = flat.slice(0, index).find((other) => overlap(parseCidr(cidr), parseCidr(other)));
    if (clash) {
      throw new Error(`the subnets ${clash} and ${cidr} overlap; make ${vpcCidr} larger, the subnets smaller or fewer`);
    }
  }
  return cidrs;
}

function given(zones: number, wanted: readonly Wanted[]): string[][] {
  for (const [index, { cidrBlocks, cidrMask }] of wanted.entries()) {
    const at = `subnetSpecs[${index}]`;
    if (!cidrBlocks) throw new Error(`${at}.cidrBlocks: missing; where one subnet has it, all need it`);
    if (cidrBlocks.length !== zones) {
      throw new Error(`${at}.cidrBlocks: expected ${zones} ranges, one for each zone, got ${cidrBlocks.length}`);
    }
    if (cidrMask !== undefined && cidrBlocks.some((cidr) => parseCidr(cidr).mask !== cidrMask)) {
      throw new Error(`${at}.cidrMask: ${cidrMask} differs from the prefix length in cidrBlocks; leave it out`);
    }
  }
  return Array.from({ length: zones }, (_, zone) => wanted.map(({ cidrBlocks }) => cidrBlocks?.[zone] ?? ""));
}

function divided(vpcCidr: string, zones: number, wanted: readonly Wanted[]): string[][] {
  if (wanted.length === 0) throw new Error("subnetSpecs: expected at least one subnet, got none");
  const vpc = parseCidr(vpcCidr);
  const zoneMask = vpc.mask + Math.ceil(Math.log2(zones));
  const masks = wanted.map(({ cidrMask }) => cidrMask ?? zoneMask + Math.ceil(Math.log2(wanted.length)));
  const zoneSize = 2 ** (32 - zoneMask);
  const needed = masks.reduce((total, mask) => total + 2 ** (32 - mask), 0);
  if (needed > zoneSize) {
    throw new Error(
      `subnetSpecs: the subnets of a zone need ${needed} addresses, and ${vpcCidr} in ${zones} zones gives ${zoneSize}`,
    );
  }
  return Array.from({ length: zones }, (_, zone) => fill(vpc.base + zone * zoneSize, masks));
}

function fill(start: number, masks: readonly number[]): string[] {
  let end = start;
  return masks.map((mask) => {
    const size = 2 ** (32 - mask);
    const base = Math.ceil(end / size) * size;
    end = base + size;
    return `${dotted(base)}/${mask}`;
  });
}

function overlap(one: Range, other: Range): boolean {
  return one.base < other.base + other.size && other.base < one.base + one.size;
}

function range(address: number, mask: number): Range {
  const size = 2 ** (32 - mask);
  return { base: Math.floor(address / size) * size, mask, size };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".");
}
