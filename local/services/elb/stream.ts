import type { AccountRecord } from "../../account/model";
import type { Action } from "./rules";
import type { Arrivals, Dealer } from "./traffic";

/** A steady stream of requests, and where it goes. */
export interface Stream {
  arrivals: Arrivals;
  loadBalancer: AccountRecord | undefined;
  action: Action | undefined;
  dealer: Dealer;
}

/** How many requests a second go to a target group. */
export function rateTo(targetGroupArn: string, streams: Iterable<Stream>): number {
  let rate = 0;
  for (const { arrivals, action } of streams) {
    if (action?.kind !== "forward") continue;
    const total = action.targetGroups.reduce((sum, { weight }) => sum + weight, 0);
    for (const { arn, weight } of action.targetGroups) {
      if (arn === targetGroupArn) rate += (arrivals.flow.perSecond * weight) / total;
    }
  }
  return rate;
}
