import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AREAS, type Setting } from "../../policy/about";
import { policiesPage } from "../../policy/docs/page";
import { exemptionsSetting } from "../../policy/exemptions";
import { policies } from "../../policy/policies";

const root = join(__dirname, "../..");
const json = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8"));

/** A text that is no longer than it says, or that matches a pattern from its beginning to its end. */
function isBoundedText({ maxLength, pattern }: Pick<Setting, "maxLength" | "pattern">): boolean {
  return maxLength !== undefined || (pattern !== undefined && /^\^.+\$$/.test(pattern));
}

/** What keeps a setting from being nonsense: a choice, or a limit on both sides. */
function isBounded({ type, enum: choice, minimum, exclusiveMinimum, maximum, items, ...text }: Setting): boolean {
  if (type === "boolean" || choice || items?.enum) return true;
  if (type === "string") return isBoundedText(text);
  if (type === "array") {
    if (items?.type === "string") return isBoundedText(items);
    return items?.minimum !== undefined && items.maximum !== undefined;
  }
  return (minimum ?? exclusiveMinimum) !== undefined && maximum !== undefined;
}

/** Whether the engine would take a number, or each number of a list, for a setting's value. */
function isWithin(value: unknown, { minimum, exclusiveMinimum, maximum, items }: Setting): boolean {
  if (Array.isArray(value)) {
    return value.every((one) => (items?.enum ? items.enum.includes(one) : isWithin(one, items as Setting)));
  }
  if (typeof value !== "number") return true;
  return value >= (minimum ?? value) && value <= (maximum ?? value) && value > (exclusiveMinimum ?? value - 1);
}

describe("the policy pack", () => {
  it("has rules with distinct names", () => {
    const names = policies.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
    assert.ok(names.length > 0);
  });

  it("has rules for every area, in the order of the documentation", () => {
    assert.deepEqual([...new Set(policies.map(({ area }) => area))], Object.keys(AREAS));
  });

  for (const rule of policies) {
    it(`says what people need to know about ${rule.name}`, () => {
      assert.match(rule.name, /^[a-z0-9]+(-[a-z0-9]+)+$/);
      assert.match(rule.description, /^Checks (that|whether) .+\.$/);
      assert.match(rule.why, /^[A-Z].+\.$/);
      assert.match(rule.remediationSteps, /^[A-Z].+\.$/);
      assert.ok(["low", "medium", "high", "critical"].includes(rule.severity));
      assert.equal(rule.enforcementLevel, rule.level ?? "mandatory");
      assert.deepEqual(rule.tags, ["aws", rule.area]);
      assert.ok(rule.looksAt.length > 0 || rule.looksAtEvery);
    });

    it(`describes and bounds each setting of ${rule.name}`, () => {
      const exemptions = rule.area === "pack" ? {} : { exemptions: exemptionsSetting };
      assert.deepEqual(rule.configSchema?.properties, { ...rule.settings, ...exemptions });
      for (const [key, setting] of Object.entries(rule.settings)) {
        assert.match(setting.description, /^[A-Z].+\.$/, key);
        assert.ok(isBounded(setting), `${key} has no bounds`);
        assert.ok(isWithin(setting.default, setting), `the default of ${key} is outside its bounds`);
      }
    });
  }

  it("is documented as it is", () => {
    const page = readFileSync(join(root, "docs/policies.md"), "utf8");
    assert.equal(page, policiesPage(policies), "run `npx tsx policy/docs/page.ts`");
  });

  it("has the version of the project", () => {
    assert.equal(json("policy/package.json").version, json("package.json").version);
  });

  it("loads neither the AWS SDK nor the policy SDK with its rules", () => {
    const loaded = Object.keys(require.cache).filter((file) => file.includes("/@pulumi/"));
    const children = new Set<string>();
    const visit = (module: NodeJS.Module | undefined): void => {
      for (const child of module?.children ?? []) {
        if (children.has(child.id)) continue;
        children.add(child.id);
        visit(child);
      }
    };
    visit(require.cache[require.resolve("../../policy/policies")]);
    assert.ok(children.size > 0);
    assert.deepEqual(
      loaded.filter((file) => children.has(file)),
      [],
    );
  });
});
