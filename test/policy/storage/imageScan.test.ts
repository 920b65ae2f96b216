import assert from "node:assert/strict";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const scan = rule("storage-image-scan");

const repositoryOf = (props: Record<string, unknown>, dependsOn: Fixture["dependsOn"] = {}): Fixture => ({
  type: "aws:ecr/repository:Repository",
  props: { id: "workshop/cats", name: "workshop/cats", ...props },
  dependsOn,
});
const scanned = repositoryOf({ imageScanningConfiguration: { scanOnPush: true } });
const bare = repositoryOf({});

const registryOf = (scanFrequency: unknown, ...filters: unknown[]): Fixture => ({
  type: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
  props: {
    scanType: "BASIC",
    rules: [{ scanFrequency, repositoryFilters: filters.map((filter) => ({ filter, filterType: "WILDCARD" })) }],
  },
});

const said = (given: string) => [
  `cats: imageScanningConfiguration.scanOnPush is ${given}, so nobody learns of the holes in its images; ` +
    "only true is allowed where the registry does not scan it. Set it to true.",
];

describe("storage-image-scan", () => {
  it("accepts a repository that scans", async () => {
    assert.deepEqual(await stackViolations(scan, { cats: scanned }), []);
  });

  it("refuses one that does not, or does not say", async () => {
    const off = repositoryOf({ imageScanningConfiguration: { scanOnPush: false } });
    assert.deepEqual(await stackViolations(scan, { cats: off }), said("false"));
    assert.deepEqual(await stackViolations(scan, { cats: bare }), said("missing"));
    assert.deepEqual(
      await stackViolations(scan, { cats: repositoryOf({ imageScanningConfiguration: {} }) }),
      said("missing"),
    );
  });

  it("accepts a registry that scans the repository", async () => {
    for (const filter of ["*", "workshop/*", "*cats", "work*cats", "cats", "workshop/cats"]) {
      assert.deepEqual(
        await stackViolations(scan, { cats: bare, all: registryOf("SCAN_ON_PUSH", filter) }),
        [],
        filter,
      );
    }
    assert.deepEqual(await stackViolations(scan, { cats: bare, all: registryOf("CONTINUOUS_SCAN", "x", "*") }), []);
  });

  it("refuses where the registry scans others, or when asked alone", async () => {
    for (const filter of ["dogs", "dogs*", "*dogs", "cats*", "workshop.cats"]) {
      assert.deepEqual(
        await stackViolations(scan, { cats: bare, all: registryOf("SCAN_ON_PUSH", filter) }),
        said("missing"),
        filter,
      );
    }
    assert.deepEqual(await stackViolations(scan, { cats: bare, all: registryOf("MANUAL", "*") }), said("missing"));
  });

  it("leaves open what is not known", async () => {
    const open = repositoryOf({ imageScanningConfiguration: { scanOnPush: UNKNOWN } });
    const depending = repositoryOf({ imageScanningConfiguration: UNKNOWN }, { imageScanningConfiguration: ["other"] });
    for (const cats of [open, depending]) {
      const stack = { cats, other: scanned };
      assert.deepEqual(await stackViolations(scan, stack), []);
      assert.deepEqual(await stackLeftOpen(scan, stack), ["cats: imageScanningConfiguration.scanOnPush"]);
    }
    for (const [cats, all] of [
      [bare, registryOf("SCAN_ON_PUSH", UNKNOWN)],
      [bare, { ...registryOf(""), props: { rules: UNKNOWN } }],
      [repositoryOf({ name: UNKNOWN }), registryOf("SCAN_ON_PUSH", "cats")],
    ] as const) {
      assert.deepEqual(await stackViolations(scan, { cats, all }), []);
      assert.deepEqual(await stackLeftOpen(scan, { cats, all }), ["all: rules"]);
    }
  });
});
