import assert from "node:assert/strict";
import { weightMetrics } from "../../lambdas/updateRoute53/metrics";
import { changeOf, InvalidWeights, requiredWeights } from "../../lambdas/updateRoute53/weights";
import { SIDES } from "./fixtures";

const RECORDS = { hostedZoneId: "Z123", name: "www.catsndogs.lol", sides: SIDES };

describe("lambdas: weights", () => {
  it("are taken where they are whole percentages that sum to 100", () => {
    assert.deepEqual(requiredWeights({ weights: { blue: 90, green: 10 } }), { blue: 90, green: 10 });
    assert.deepEqual(requiredWeights({ weights: { blue: 0, green: 100 } }), { blue: 0, green: 100 });
  });

  const wrong: [what: string, input: unknown, shown: string][] = [
    ["both 0, which would share visitors evenly", { weights: { blue: 0, green: 0 } }, '{"blue":0,"green":0}'],
    ["a sum above 100", { weights: { blue: 100, green: 10 } }, '{"blue":100,"green":10}'],
    ["one alone", { weights: { green: 100 } }, '{"green":100}'],
    ["a negative one", { weights: { blue: 110, green: -10 } }, '{"blue":110,"green":-10}'],
    ["fractions", { weights: { blue: 99.5, green: 0.5 } }, '{"blue":99.5,"green":0.5}'],
    ["text", { weights: { blue: "90", green: "10" } }, '{"blue":"90","green":"10"}'],
    ["nothing", {}, "none"],
    ["no input", null, "none"],
  ];
  for (const [what, input, shown] of wrong) {
    it(`are refused: ${what}`, () => {
      assert.throws(() => requiredWeights(input), {
        name: "InvalidWeights",
        message:
          "Expected whole weights of blue and green from 0 to 100 that sum to 100, for example " +
          `{"blue":90,"green":10}; got ${shown}.`,
      });
    });
  }

  it("have an error that Step Functions knows by its name", () => {
    assert.equal(new InvalidWeights("").name, "InvalidWeights");
  });

  it("are set in one change of both records", () => {
    const record = (side: "blue" | "green", Weight: number) => ({
      Action: "UPSERT",
      ResourceRecordSet: {
        Name: "www.catsndogs.lol",
        Type: "A",
        SetIdentifier: side,
        Weight,
        AliasTarget: {
          HostedZoneId: "Z1H1FL5HABSF5",
          DNSName: SIDES[side].alias.dnsName,
          EvaluateTargetHealth: false,
        },
      },
    });
    assert.deepEqual(changeOf(RECORDS, { blue: 90, green: 10 }), {
      HostedZoneId: "Z123",
      ChangeBatch: { Comment: "blue 90, green 10", Changes: [record("blue", 90), record("green", 10)] },
    });
  });

  it("are written as metrics, a line a side", () => {
    const lines = weightMetrics("workshop", { blue: 90, green: 10 }, 1000).map((line) => JSON.parse(line) as unknown);
    const _aws = {
      Timestamp: 1000,
      CloudWatchMetrics: [
        {
          Namespace: "CatsnDogs/Canary",
          Dimensions: [["Stack", "Side"]],
          Metrics: [{ Name: "Weight", Unit: "Percent" }],
        },
      ],
    };
    assert.deepEqual(lines, [
      { _aws, Stack: "workshop", Side: "blue", Weight: 90 },
      { _aws, Stack: "workshop", Side: "green", Weight: 10 },
    ]);
  });
});
