/** What things cost: one table, which the policy pack shares. */
export * from "../../../policy/cost/prices";

/**
 * What a Spot instance costs, as a share of its on-demand price. An assumption: Spot prices move, and AWS promises "up to 90 %"
 * off (aws.amazon.com/ec2/spot); 65 % off is about the middle for the workshop's instance types.
 */
export const SPOT_SHARE = 0.35;
