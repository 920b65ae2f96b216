import assert from "node:assert/strict";
import type { Policies, PolicyPackConfig } from "@pulumi/policy";
import { configureRules } from "../../local/engine/inProcess/policyConfig";

const policies: Policies = [
  {
    name: "price",
    description: "Prices have a limit.",
    enforcementLevel: "mandatory",
    configSchema: {
      properties: {
        max: { type: "number", default: 0.25, exclusiveMinimum: 0, maximum: 10 },
        currency: { type: "string", enum: ["USD", "EUR"], pattern: "^[A-Z]{3}$" },
      },
    },
    validateResource: () => {},
  },
  {
    name: "tags",
    description: "Tags are required.",
    configSchema: {
      properties: {
        keys: { type: "array", items: { type: "string", minLength: 2 }, minItems: 1, uniqueItems: true },
        exempt: { type: "object", additionalProperties: { type: "boolean" } },
      },
      required: ["keys"],
    },
    validateResource: () => {},
  },
];

const keys = { tags: { keys: ["Owner"] } };
const configure = (config: PolicyPackConfig) => configureRules(policies, config);

/** The lines after the first of the error that a configuration ends with. */
function problems(config: PolicyPackConfig): string[] {
  try {
    configure(config);
  } catch (error) {
    const [first, ...lines] = (error as Error).message.split("\n  ");
    assert.equal(first, "The configuration of the policy pack is wrong:");
    return lines;
  }
  return [];
}

describe("configuration of the policy pack", () => {
  it("fills in defaults and the level of each rule", () => {
    const rules = configure(keys);
    assert.deepEqual(rules.get("price"), { level: "mandatory", properties: { max: 0.25 } });
    assert.deepEqual(rules.get("tags"), { level: "advisory", properties: { keys: ["Owner"] } });
  });

  it("takes a level alone, and a level with properties", () => {
    assert.equal(configure({ ...keys, price: "advisory" }).get("price")?.level, "advisory");
    const rules = configure({ ...keys, price: { enforcementLevel: "disabled", max: 1 } });
    assert.deepEqual(rules.get("price"), { level: "disabled", properties: { max: 1 } });
  });

  it("lets a rule's own level win over the one for all", () => {
    const rules = configure({ all: "disabled", price: { enforcementLevel: "advisory" } });
    assert.deepEqual([rules.get("price")?.level, rules.get("tags")?.level], ["advisory", "disabled"]);
  });

  it("does not ask a disabled rule for what it requires", () => {
    assert.deepEqual(problems({ tags: "disabled" }), []);
  });

  it("says what is missing", () => {
    assert.deepEqual(problems({}), ["tags.keys: missing, and required"]);
  });

  it("reports everything at once", () => {
    assert.deepEqual(problems({ price: { max: 11, currency: "usd", min: 1 }, tags: { keys: [] }, prize: "advisory" }), [
      "prize: there is no such rule; the pack has price, tags",
      "price.max: expected at most 10, got 11",
      'price.currency: expected one of "USD", "EUR", got "usd"',
      'price.currency: expected text that matches ^[A-Z]{3}$, got "usd"',
      "price.min: there is no such property; there is max, currency",
      "tags.keys: expected at least 1 elements, got 0",
    ]);
  });

  for (const [what, config, problem] of [
    [
      "a level that does not exist",
      { price: "strict" },
      'expected an enforcement level (advisory, mandatory, remediate, disabled), got "strict"',
    ],
    ["something that is no entry", { price: 3 }, "expected an enforcement level or an object, got 3"],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(problems({ ...keys, ...config } as unknown as PolicyPackConfig), [`price: ${problem}`]);
    });
  }

  it("refuses properties for all rules", () => {
    assert.deepEqual(problems({ ...keys, all: { enforcementLevel: "advisory", max: 1 } }), [
      "all: only enforcementLevel can be set for all rules, got max",
    ]);
  });

  for (const [what, config, problem] of [
    ["a wrong type", { price: { max: "1" } }, 'price.max: expected number, got "1"'],
    ["a number that is not above the bound", { price: { max: 0 } }, "price.max: expected more than 0, got 0"],
    ["a wrong element", { tags: { keys: ["Owner", "x"] } }, 'tags.keys[1]: expected at least 2 characters, got "x"'],
    ["an element twice", { tags: { keys: ["Owner", "Owner"] } }, 'tags.keys: "Owner" stands there twice'],
    [
      "a wrong additional property",
      { tags: { keys: ["Owner"], exempt: { Owner: "no" } } },
      'tags.exempt.Owner: expected boolean, got "no"',
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(problems({ ...keys, ...config } as unknown as PolicyPackConfig), [problem]);
    });
  }
});
