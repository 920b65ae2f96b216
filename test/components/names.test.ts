import assert from "node:assert/strict";
import { isStackName, physicalName, similarStackName } from "../../components/names";

describe("names", () => {
  describe("isStackName", () => {
    for (const name of ["a", "workshop", "team-7", "a1-b2-c3", "abcdefghijkl"]) {
      it(`takes ${name}`, () => assert.equal(isStackName(name), true));
    }

    const refused: Record<string, string> = {
      "": "nothing",
      "7up": "a digit first",
      "-a": "a hyphen first",
      "team-": "a hyphen last",
      "a--b": "two hyphens in a row, which image repositories refuse",
      Workshop: "a capital letter",
      a_b: "an underscore",
      "a.b": "a dot",
      abcdefghijklm: "13 characters",
      "a\n": "a line break",
    };
    for (const [name, why] of Object.entries(refused)) {
      it(`refuses ${why}`, () => assert.equal(isStackName(name), false));
    }
  });

  describe("similarStackName", () => {
    const suggested: Record<string, string> = {
      Jane: "jane",
      "jane.doe": "jane-doe",
      "jane--doe-": "jane-doe",
      "7up": "up",
      "production-eu-west-1": "production-e",
      "attendees-1a": "attendees-1a",
      "elevenchars-x": "elevenchars",
      "": "workshop",
      日本: "workshop",
    };
    for (const [given, name] of Object.entries(suggested)) {
      it(`makes "${name}" of "${given}"`, () => assert.equal(similarStackName(given), name));
    }
  });

  describe("physicalName", () => {
    it("begins with the stack's name", () => assert.equal(physicalName("workshop", "site"), "workshop-site"));

    it("takes as many characters as AWS does", () => {
      assert.equal(physicalName("abcdefghijkl", "a".repeat(19)).length, 32);
      assert.equal(physicalName("abcdefghijkl", "a".repeat(51), 64).length, 64);
    });

    it("refuses one character more", () => {
      assert.throws(() => physicalName("abcdefghijkl", "a".repeat(20)), {
        message:
          'The name "abcdefghijkl-aaaaaaaaaaaaaaaaaaaa" has 33 characters; AWS allows 32 there. ' +
          'Shorten the stack\'s name ("abcdefghijkl") or "aaaaaaaaaaaaaaaaaaaa".',
      });
    });
  });
});
