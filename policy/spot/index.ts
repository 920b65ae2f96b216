import type { Rule } from "../rule";
import { spotInstanceDiversification } from "./diversification";
import { spotInstanceDraining } from "./instanceDraining";
import { spotMaxBidPrice } from "./maxBidPrice";

/** The rules about Spot capacity. */
export const spotRules: readonly Rule[] = [spotMaxBidPrice, spotInstanceDiversification, spotInstanceDraining];
