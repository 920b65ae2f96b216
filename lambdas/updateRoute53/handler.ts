import { ChangeResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { required, sidesOf } from "../common/environment";
import { log, writeLine } from "../common/log";
import { weightMetrics } from "./metrics";
import { changeOf, type Records, requiredWeights, type Weights } from "./weights";

/** What Route 53 has made of a change. */
interface Changed {
  /** For GetChange, without the path before it. */
  changeId: string;
  /** `PENDING` until all name servers know. */
  status: string;
  weights: Weights;
}

const route53 = new Route53Client({});

const stack = required(process.env, "STACK");
const records: Records = {
  hostedZoneId: required(process.env, "HOSTED_ZONE_ID"),
  name: required(process.env, "RECORD_NAME"),
  sides: sidesOf(process.env),
};

/**
 * Sets the weights of both records in one change. The same weights may be set any number of times.
 *
 * @throws InvalidWeights, and whatever Route 53 answers
 */
export async function handler(input: unknown): Promise<Changed> {
  const weights = requiredWeights(input);
  const { ChangeInfo } = await route53.send(new ChangeResourceRecordSetsCommand(changeOf(records, weights)));
  const { Id, Status } = ChangeInfo ?? {};
  if (Id === undefined || Status === undefined) throw new Error("Route 53 has answered without an id of the change.");
  const changed = { changeId: Id.replace(/^\/change\//, ""), status: Status, weights };
  log("info", "weights set", changed);
  for (const line of weightMetrics(stack, weights, Date.now())) writeLine(line);
  return changed;
}
