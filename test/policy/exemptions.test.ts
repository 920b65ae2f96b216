import assert from "node:assert/strict";
import { type Exemption, exemptionsSetting, isAbout, isExpired } from "../../policy/exemptions";

const URN = "urn:pulumi:alice::catsndogs::catsndogs:index:SpotEcsCluster$aws:iam/role:Role::cluster-fleet";

const exemption = (given: Partial<Exemption> = {}): Exemption => {
  return { resource: "cluster-fleet", reason: "The fleet is being replaced.", expires: "2026-06-30", ...given };
};

describe("an exemption", () => {
  it("names its resource by name, by type and name, or by URN", () => {
    for (const resource of ["cluster-fleet", "aws:iam/role:Role::cluster-fleet", URN]) {
      assert.equal(isAbout(exemption({ resource }), URN), true, resource);
    }
  });

  it("is about nothing that is called similarly", () => {
    for (const resource of ["cluster", "fleet", "Role::cluster-fleet", "aws:iam/policy:Policy::cluster-fleet", ""]) {
      assert.equal(isAbout(exemption({ resource }), URN), false, resource);
    }
  });

  it("takes * for any characters, and every other character as it is", () => {
    assert.equal(isAbout(exemption({ resource: "cluster-*" }), URN), true);
    assert.equal(isAbout(exemption({ resource: "*" }), URN), true);
    assert.equal(isAbout(exemption({ resource: "aws:iam/*::*" }), URN), true);
    assert.equal(isAbout(exemption({ resource: "cluster.fleet" }), URN), false);
    assert.equal(isAbout(exemption({ resource: "site-*" }), URN), false);
  });

  it("holds through its last day, in UTC", () => {
    const at = (time: string) => isExpired(exemption(), Date.parse(time));
    assert.equal(at("2026-06-30T23:59:59.999Z"), false);
    assert.equal(at("2026-07-01T00:00:00.000Z"), true);
  });

  it("needs a day that a calendar may have", () => {
    const day = new RegExp(exemptionsSetting.items.properties.expires.pattern, "u");
    assert.deepEqual(["2026-06-30", "2026-12-01"].filter((one) => day.test(one)).length, 2);
    for (const wrong of ["2026-13-01", "2026-6-30", "30.06.2026", "2026-06-32", "never", "2026-06-30T00:00"]) {
      assert.equal(day.test(wrong), false, wrong);
    }
  });
});
