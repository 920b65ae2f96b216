import type { Rule } from "../rule";
import { spotCapacityLimit } from "./capacityLimit";
import { spotInstanceDiversification } from "./diversification";
import { spotInstanceDraining } from "./instanceDraining";
import { spotMaxBidPrice } from "./maxBidPrice";
import { spotTerminatesWithStack } from "./terminatesWithStack";

/** The rules about Spot capacity. */
export const spotRules: readonly Rule[] = [
  spotMaxBidPrice,
  spotInstanceDiversification,
  spotInstanceDraining,
  spotCapacityLimit,
  spotTerminatesWithStack,
];
