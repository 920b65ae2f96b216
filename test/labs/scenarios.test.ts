import assert from "node:assert/strict";
import { SCENARIOS } from "../../local/labs/scenarios";
import type { Report } from "../../local/report/model";
import { failures, rehearsed, seen } from "./rehearse";

describe("what can go wrong, in virtual time", function () {
  this.timeout(120_000);
  const reports = new Map<string, Report>();

  for (const name of Object.keys(SCENARIOS)) {
    it(`${name}: every check passes`, async () => {
      const report = await rehearsed({ scenario: name });
      reports.set(name, report);
      assert.deepEqual(failures(report), []);
    });
  }

  it("spot-storm: so it does with prices that go another way", async () => {
    assert.deepEqual(failures(await rehearsed({ scenario: "spot-storm", seed: 2 })), []);
  });

  it("spot-storm: without draining in the user data, tasks run to the end and requests are lost", async () => {
    const report = await rehearsed({ scenario: "spot-storm", withoutDraining: true });
    const storm = seen(report, "spot-storm");
    assert.equal(storm["instances that drain"], "0");
    assert.ok(Number(storm["tasks that still run on them one second before the end"]) > 0);
    assert.ok(failures(report).some((failure) => /^spot-storm: requests lost, of 45,000: 0, not [1-9]/.test(failure)));
  });

  it("flapping: the workshop's thresholds turn the fleet round for ever, a band between them stops that", () => {
    const turns = (chapter: string) =>
      Number(seen(reports.get("flapping") as Report, chapter)["changes of direction in six hours"]);
    assert.ok(turns("flapping") > 20, String(turns("flapping")));
    assert.equal(turns("hysteresis"), 0);
  });

  it("silent-traffic: each chapter has the stack to itself", () => {
    assert.deepEqual(
      reports.get("silent-traffic")?.chapters.map(({ id, from }) => [id, from]),
      [
        ["silent-traffic", 0],
        ["silent-trap", 0],
      ],
    );
  });
});
