/** The two sides of a canary release. */
export const SIDES = ["blue", "green"] as const;

export type SideName = (typeof SIDES)[number];

/** What stands behind one of the two DNS records. */
export interface Side {
  /** Name of the service of which a new deployment is a release. */
  released: string;
  /** The load balancer as CloudWatch knows it: `app/NAME/ID`. */
  loadBalancer: string;
  /** The load balancer as Route 53 knows it. */
  alias: { dnsName: string; zoneId: string };
  /** All services behind the load balancer, the released one among them. */
  services: { name: string; targetGroupArn: string }[];
}

export type Sides = Record<SideName, Side>;

export function isSide(value: unknown): value is SideName {
  return SIDES.some((side) => side === value);
}

export function otherSide(side: SideName): SideName {
  return side === "blue" ? "green" : "blue";
}
