import { SIDES } from "../common/sides";
import type { Weights } from "./weights";

/** Where the weights are in CloudWatch: metric `Weight`, by `Stack` and `Side`. */
export const NAMESPACE = "CatsnDogs/Canary";

/**
 * The weights as log lines of which CloudWatch makes metrics, so that a dashboard can draw them:
 * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param at Milliseconds since 1970.
 */
export function weightMetrics(stack: string, weights: Weights, at: number): string[] {
  const CloudWatchMetrics = [
    { Namespace: NAMESPACE, Dimensions: [["Stack", "Side"]], Metrics: [{ Name: "Weight", Unit: "Percent" }] },
  ];
  return SIDES.map((side) =>
    JSON.stringify({ _aws: { Timestamp: at, CloudWatchMetrics }, Stack: stack, Side: side, Weight: weights[side] }),
  );
}
