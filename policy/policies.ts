import { imdsv2Required } from "./compute/imdsv2";
import { instancesNotOpenToWorld } from "./network/instancesNotOpen";
import { securityGroupOpenIngress } from "./network/openIngress";
import type { Rule } from "./rule";
import { spotInstanceDiversification } from "./spot/diversification";
import { spotInstanceDraining } from "./spot/instanceDraining";
import { spotMaxBidPrice } from "./spot/maxBidPrice";
import { requiredTags } from "./tags/requiredTags";

/** Every rule of the pack, by area. Loading this starts no server, so that tests and other engines can run the rules. */
export const policies: Rule[] = [
  spotMaxBidPrice,
  spotInstanceDiversification,
  spotInstanceDraining,
  requiredTags,
  securityGroupOpenIngress,
  instancesNotOpenToWorld,
  imdsv2Required,
];
