import type { Props } from "../../local/account/model";
import { LOAD_BALANCER } from "../../local/account/types/lb/references";
import { ZONE } from "../../local/account/types/route53/references";
import { site } from "./fixtures";
import { make } from "./support";

/** The name whose visitors releases share out. */
export const NAME = "www.catsndogs.lol";

/** A site with a zone, and what a record of a weight needs. */
export function withZone() {
  const made = site();
  const zone = make(made.account, ZONE, { name: "catsndogs.lol" });
  const balancer = made.account.records(LOAD_BALANCER)[0];
  const { dnsName = "", zoneId = "" } = balancer?.outputs ?? {};
  const weighted = (setIdentifier: string, weight: number): Props => ({
    zoneId: zone.id,
    name: NAME,
    type: "A",
    setIdentifier,
    weightedRoutingPolicies: [{ weight }],
    aliases: [{ name: dnsName, zoneId, evaluateTargetHealth: false }],
  });
  const simple: Props = { zoneId: zone.id, name: "cats", type: "A", ttl: 60, records: ["192.0.2.1"] };
  return {
    account: made.account,
    zone,
    weighted,
    simple,
    balancer: { dnsName: String(dnsName), zoneId: String(zoneId) },
  };
}
