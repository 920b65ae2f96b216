/**
 * The zones in which an Auto Scaling group launches instances to become balanced: one for each that it will end in a fuller
 * zone afterwards. Balanced are zones that differ by one at most:
 * docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html
 *
 * @param counts Instances of the group by zone.
 * @param open Zones of the group in which it can launch.
 * @param room How many more instances the group may have for that.
 */
export function zonesToFill(counts: ReadonlyMap<string, number>, open: readonly string[], room: number): string[] {
  const planned = new Map([...open.map((zone) => [zone, 0] as const), ...counts]);
  const zones: string[] = [];
  while (zones.length < room) {
    const count = (zone: string) => planned.get(zone) ?? 0;
    const [emptiest] = open.toSorted((a, b) => count(a) - count(b));
    const [fullest] = [...planned.keys()].toSorted((a, b) => count(b) - count(a));
    if (emptiest === undefined || fullest === undefined || count(fullest) - count(emptiest) <= 1) break;
    planned.set(emptiest, count(emptiest) + 1);
    planned.set(fullest, count(fullest) - 1);
    zones.push(emptiest);
  }
  return zones;
}

/**
 * How many instances a group may have while it balances its zones: "a margin of 10 percent" above its maximum, or one.
 * docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html
 */
export function mostWhileBalancing(maximum: number): number {
  return maximum + Math.max(1, Math.floor(maximum / 10));
}
