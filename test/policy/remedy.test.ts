import assert from "node:assert/strict";
import { applyChanges, type Change, remedy, remedyEvery } from "../../policy/remedy";
import { resourceRule } from "../../policy/rule";
import { launchTemplate, logGroup } from "../../policy/types";
import { UNKNOWN as NOT_KNOWN } from "../../policy/values";
import { remedied, UNKNOWN } from "./harness";

/** The SDK's own wrapping of secrets, and what it wraps; its declarations leave them out. */
const { secretsPreservingProxy } = require("@pulumi/policy/secret") as {
  secretsPreservingProxy<T extends object>(props: T): T;
};
const { unknownCheckingProxy } = require("@pulumi/policy/proxy") as {
  unknownCheckingProxy<T extends object>(props: T): T;
};
const { Secret } = require("@pulumi/policy/policy") as { Secret: new (value: unknown) => { value: unknown } };

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const about = {
  name: "remedy-test",
  area: "compute",
  description: "Checks that tests pass.",
  why: "Tests.",
  severity: "low",
  remediationSteps: "Pass.",
  settings: { days: { type: "integer", description: "Days.", default: 7, minimum: 1, maximum: 9 } },
} as const;

/** A rule whose remedy makes those changes to every launch template. */
const changing = (...changes: readonly Change[]) => resourceRule(about, [], [remedy(launchTemplate, () => changes)]);
const tokens: Change = { path: ["metadataOptions", "httpTokens"], value: "required" };
const metadata = changing(tokens);

describe("a remedy", () => {
  it("sets a property, and keeps the others", async () => {
    const before = { name: "cats", metadataOptions: { httpTokens: "optional", httpEndpoint: "enabled" } };
    assert.deepEqual(await remedied(metadata, TEMPLATE, before), {
      name: "cats",
      metadataOptions: { httpTokens: "required", httpEndpoint: "enabled" },
    });
  });

  it("makes the objects on the way that are missing", async () => {
    const after = { metadataOptions: { httpTokens: "required" } };
    assert.deepEqual(await remedied(metadata, TEMPLATE, {}), after);
    assert.deepEqual(await remedied(metadata, TEMPLATE, { metadataOptions: null }), after);
    const deep = changing({ path: ["a", "b", "c"], value: 1 });
    assert.deepEqual(await remedied(deep, TEMPLATE, { a: {} }), { a: { b: { c: 1 } } });
  });

  it("leaves alone what is below a value that is not known, or no object", async () => {
    for (const metadataOptions of [UNKNOWN, "text", 7, true, ["list"]]) {
      assert.equal(await remedied(metadata, TEMPLATE, { metadataOptions }), undefined, String(metadataOptions));
    }
  });

  it("keeps what is not known beside what it changes", async () => {
    const before = { userData: UNKNOWN, metadataOptions: { httpEndpoint: UNKNOWN } };
    assert.deepEqual(await remedied(metadata, TEMPLATE, before), {
      userData: UNKNOWN,
      metadataOptions: { httpEndpoint: UNKNOWN, httpTokens: "required" },
    });
  });

  it("does the changes that can be done, though others cannot", async () => {
    const both = changing(tokens, { path: ["name"], value: "dogs" });
    assert.deepEqual(await remedied(both, TEMPLATE, { metadataOptions: UNKNOWN }), {
      metadataOptions: UNKNOWN,
      name: "dogs",
    });
  });

  it("changes elements of lists by their index", async () => {
    const second = changing({ path: ["devices", "1", "encrypted"], value: true });
    assert.deepEqual(await remedied(second, TEMPLATE, { devices: [{}, { encrypted: false }] }), {
      devices: [{}, { encrypted: true }],
    });
    assert.equal(await remedied(second, TEMPLATE, { devices: [{}] }), undefined);
  });

  it("is none where nothing is to be changed, or for another type", async () => {
    assert.equal(await remedied(changing(), TEMPLATE, {}), undefined);
    assert.equal(await remedied(metadata, "aws:ec2/instance:Instance", {}), undefined);
  });

  it("sees values that are not known, the settings, and whose resource it is", async () => {
    const seen: unknown[] = [];
    const looking = resourceRule(
      about,
      [],
      [
        remedy(launchTemplate, (template, context) => {
          seen.push(template.name, context);
          return [];
        }),
      ],
    );
    await remedied(looking, TEMPLATE, { name: UNKNOWN });
    await remedied(looking, TEMPLATE, { name: "cats" }, { days: 9 });
    const context = { type: TEMPLATE, stack: "test", project: "catsndogs" };
    assert.deepEqual(seen, [
      NOT_KNOWN,
      { ...context, config: { days: 7 } },
      "cats",
      { ...context, config: { days: 9 } },
    ]);
  });

  it("may be for every type that it says", async () => {
    const everywhere = resourceRule(
      about,
      [],
      [
        remedyEvery(
          (type) => type.startsWith("aws:ec2/"),
          () => [{ path: ["tags", "Lab"], value: "1" }],
        ),
      ],
    );
    assert.deepEqual(await remedied(everywhere, TEMPLATE, {}), { tags: { Lab: "1" } });
    assert.equal(await remedied(everywhere, logGroup.token, {}), undefined);
  });

  it("leaves a resource alone that is exempt, until the exemption is over", async () => {
    const exempt = (resource: string, expires: string) => {
      return { exemptions: [{ resource, reason: "It is a test.", expires }] };
    };
    assert.equal(await remedied(metadata, TEMPLATE, {}, exempt("it", "2999-12-31")), undefined);
    assert.ok(await remedied(metadata, TEMPLATE, {}, exempt("it", "2020-01-01")));
    assert.ok(await remedied(metadata, TEMPLATE, {}, exempt("another", "2999-12-31")));
  });

  describe("of secrets", () => {
    it("keeps them secret, whether it changes them, what is in them, or what is beside them", () => {
      const props = {
        password: new Secret("old"),
        options: new Secret({ user: "root", port: 1 }),
        untouched: new Secret("kept"),
        plain: "old",
      };
      const changed = applyChanges(unknownCheckingProxy(secretsPreservingProxy(props)), [
        { path: ["password"], value: "new" },
        { path: ["options", "port"], value: 2 },
        { path: ["plain"], value: "new" },
      ]);
      assert.equal(changed, true);
      assert.deepEqual(props, {
        password: new Secret("new"),
        options: new Secret({ user: "root", port: 2 }),
        untouched: new Secret("kept"),
        plain: "new",
      });
    });
  });
});
