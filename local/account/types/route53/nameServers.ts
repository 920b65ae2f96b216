import type { Context } from "../../model";

/** The ends of the name servers' names, each with the range of numbers that Route 53 uses with it. */
const DOMAINS = ["com", "net", "org", "co.uk"];
const SERVERS_EACH = 512;
/** `awsdns-00` to `awsdns-63` in each of the domains. */
const GROUPS = 64;

/**
 * The four name servers of a hosted zone, in the order in which Route 53 names them, the primary one first:
 * docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html
 */
export function delegationSet(hex: Context["hex"]): string[] {
  return DOMAINS.map((domain, i) => {
    const [server, group] = [`server ${domain}`, `group ${domain}`].map((purpose) =>
      Number.parseInt(hex(8, purpose), 16),
    );
    const number = i * SERVERS_EACH + ((server ?? 0) % SERVERS_EACH);
    return `ns-${number}.awsdns-${String((group ?? 0) % GROUPS).padStart(2, "0")}.${domain}`;
  });
}
