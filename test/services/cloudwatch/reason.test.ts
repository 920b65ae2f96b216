import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { evaluate } from "../../../local/services/cloudwatch/evaluation";
import { reasonOf } from "../../../local/services/cloudwatch/reason";
import { watchOf } from "../../../local/services/cloudwatch/watch";
import { accountWith } from "../../account/support";
import { ALARM, alarm } from "./fixture";

/** The reason that an alarm of one-minute periods gives at 12:00 for what it sees in its evaluation range. */
function reason(range: (number | undefined)[], by: Props): string {
  const [record] = accountWith(alarm("a", by)).records(ALARM);
  assert.ok(record);
  const watch = watchOf(record);
  const verdict = evaluate(range, watch);
  const noon = Date.parse("2026-01-02T12:00:00Z");
  return reasonOf(verdict.state ?? "OK", verdict, watch, (age) => new Date(noon - age * 60_000));
}

const _ = undefined;

describe("an alarm's reason, in CloudWatch's words", () => {
  for (const [what, range, by, expected] of [
    [
      "two of two breach",
      [_, 10, 20, 20.5],
      { threshold: 20 },
      "Threshold Crossed: 2 out of the last 2 datapoints [20.5 (02/01/26 11:59:00), 20.0 (02/01/26 11:58:00)] were greater " +
        "than or equal to the threshold (20.0) (minimum 2 datapoints for OK -> ALARM transition).",
    ],
    [
      "one of two breaches no more",
      [_, _, 1.5, 0],
      { threshold: 1, comparisonOperator: "GreaterThanThreshold" },
      "Threshold Crossed: 1 out of the last 2 datapoints [0.0 (02/01/26 11:59:00)] was not greater than the threshold (1.0) " +
        "(minimum 1 datapoint for ALARM -> OK transition).",
    ],
    [
      "two of three need not breach for OK",
      [_, _, 0, 0, 5],
      { threshold: 5, evaluationPeriods: 3, datapointsToAlarm: 2 },
      "Threshold Crossed: 2 out of the last 3 datapoints [0.0 (02/01/26 11:58:00), 0.0 (02/01/26 11:57:00)] were not greater " +
        "than or equal to the threshold (5.0) (minimum 2 datapoints for ALARM -> OK transition).",
    ],
    [
      "many breach",
      [_, _, 0, 0, 0, 0, 0, 0],
      { threshold: 65, comparisonOperator: "LessThanThreshold", evaluationPeriods: 6 },
      "Threshold Crossed: 6 out of the last 6 datapoints were less than the threshold (65.0). The most recent datapoints which " +
        "crossed the threshold: [0.0 (02/01/26 11:59:00), 0.0 (02/01/26 11:58:00), 0.0 (02/01/26 11:57:00), 0.0 (02/01/26 " +
        "11:56:00), 0.0 (02/01/26 11:55:00)] (minimum 6 datapoints for OK -> ALARM transition).",
    ],
    [
      "data stopped after a breach",
      [_, _, 0, _, _],
      { threshold: 1, comparisonOperator: "LessThanOrEqualToThreshold", evaluationPeriods: 3 },
      "Threshold Crossed: 1 out of the last 3 datapoints [0.0 (02/01/26 11:57:00)] was less than or equal to the threshold " +
        "(1.0) (minimum 3 datapoints for OK -> ALARM transition).",
    ],
    [
      "nothing came and that is bad",
      [_, _, _, _],
      { treatMissingData: "breaching" },
      "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].",
    ],
    [
      "nothing came and that is good",
      [_, _, _],
      { treatMissingData: "notBreaching", evaluationPeriods: 1 },
      "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].",
    ],
    [
      "one good came, the other is missing",
      [_, _, _, 1],
      { treatMissingData: "breaching", threshold: 1, comparisonOperator: "LessThanThreshold" },
      "Threshold Crossed: 1 datapoint [1.0 (02/01/26 11:59:00)] was not less than the threshold (1.0) and 1 missing datapoint " +
        "was treated as [Breaching].",
    ],
    [
      "the missing ones decide",
      [_, _, _, _, 0],
      { treatMissingData: "breaching", evaluationPeriods: 3, datapointsToAlarm: 2 },
      "Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].",
    ],
    ["nothing is known", [_, _, _, _], {}, "Insufficient Data: 2 datapoints were unknown."],
    ["one is unknown", [_, _, _], { evaluationPeriods: 1 }, "Insufficient Data: 1 datapoint was unknown."],
  ] as [string, (number | undefined)[], Props, string][]) {
    it(what, () => assert.equal(reason(range, by), expected));
  }
});
