import assert from "node:assert/strict";
import fc from "fast-check";
import { parseQuery, type Subject } from "../../../policy/ecs/clusterQuery";

function subject(fields: Record<string, string>, attributes: Record<string, string> = {}): Subject {
  return { attribute: (name) => attributes[name], field: (name) => fields[name], groups: () => [] };
}

const holds = (query: string, fields: Record<string, string>) => parseQuery(query)(subject(fields));

describe("the cluster query language about fields", () => {
  // The rest of the examples of AWS's page.
  it("selects instances that run a number of tasks", () => {
    assert.equal(holds("runningTasksCount == 1", { runningTasksCount: "1" }), true);
    assert.equal(holds("runningTasksCount == 1", { runningTasksCount: "10" }), false);
    // By number: as text, 10 comes before 9.
    assert.equal(holds("runningTasksCount > 9", { runningTasksCount: "10" }), true);
  });

  for (const [agentVersion, expected] of [
    ["1.14.4", true],
    ["1.9.9", true],
    ["1.14.5", false],
    ["1.14.10", false],
    ["2.0", false],
  ] as const) {
    it(`agentVersion < 1.14.5 for ${agentVersion}: ${expected}`, () =>
      assert.equal(holds("agentVersion < 1.14.5", { agentVersion }), expected));
  }

  for (const [registeredAt, expected] of [
    ["2018-02-12T23:59:59Z", true],
    ["2018-02-13T00:00:00Z", false],
    ["2018-02-13T00:00:01Z", false],
    ["2026-01-01T00:01:20Z", false],
  ] as const) {
    it(`registeredAt < 2018-02-13 for ${registeredAt}: ${expected}`, () =>
      assert.equal(holds("registeredAt < 2018-02-13", { registeredAt }), expected));
  }

  for (const date of ["2018-06-18T22:28:28+00:00", "2018-06-18T22:28:28Z", "2018-06-18T22:28:28"]) {
    it(`takes ${date} for the same moment in each of its formats`, () => {
      const at = { registeredAt: "2018-06-18T22:28:28Z" };
      const results = ["==", "<=", ">=", "!=", "<", ">"].map((operator) =>
        holds(`registeredAt ${operator} ${date}`, at),
      );
      assert.deepEqual(results, [true, true, true, false, false, false]);
    });
  }

  it("takes a day for its first second", () => {
    assert.equal(holds("registeredAt == 2018-06-18", { registeredAt: "2018-06-18T00:00:00Z" }), true);
    assert.equal(holds("registeredAt > 2018-06-18", { registeredAt: "2018-06-18T00:00:01Z" }), true);
  });

  it("compares attributes as text, even those that look like dates", () => {
    const host = subject({}, { built: "2018-06-18T00:00:00Z" });
    assert.equal(parseQuery("attribute:built == 2018-06-18")(host), false);
    assert.equal(parseQuery("attribute:built == 2018-06-18T00:00:00Z")(host), true);
  });

  it("selects instances by their ids", () => {
    const query = "ec2InstanceId in ['i-abcd1234', 'i-wxyx7890']";
    assert.equal(holds(query, { ec2InstanceId: "i-wxyx7890" }), true);
    assert.equal(holds(query, { ec2InstanceId: "i-abcd" }), false);
  });

  it("refuses a pattern that is none, and names the query", () => {
    assert.throws(() => parseQuery('attribute:stack =~ "(prod"'), {
      name: "SyntaxError",
      message: '"attribute:stack =~ "(prod"" is no cluster query: expected a regular expression at ""(prod""',
    });
  });

  it("refuses a value that is quoted on one side only", () => {
    assert.throws(() => parseQuery('attribute:stack == "prod'), {
      name: "SyntaxError",
      message: '"attribute:stack == "prod" is no cluster query: expected a closing quotation mark at ""prod"',
    });
  });
});

describe("cluster queries, whatever the attributes", () => {
  const value = fc.constantFrom("a", "b", "c");
  const hosts = fc
    .record({ one: value, other: value }, { requiredKeys: [] })
    .map((attributes) => subject({}, attributes));
  const simple = fc
    .tuple(fc.constantFrom("one", "other"), fc.constantFrom("==", "!="), value)
    .map(([name, operator, text]) => `attribute:${name} ${operator} ${text}`);

  const equivalent = (queries: fc.Arbitrary<[string, string]>) =>
    fc.assert(
      fc.property(queries, hosts, ([one, other], host) => {
        assert.equal(parseQuery(one)(host), parseQuery(other)(host), `${one} / ${other}`);
      }),
    );

  it("in is a row of == with or", () =>
    equivalent(
      fc
        .array(value, { minLength: 1, maxLength: 3 })
        .map((list) => [
          `attribute:one in [${list.join(", ")}]`,
          list.map((text) => `attribute:one == ${text}`).join(" or "),
        ]),
    ));

  it("not_in is not in, and != is not ==", () => {
    equivalent(value.map((text) => [`attribute:one not_in [${text}]`, `not(attribute:one in [${text}])`]));
    equivalent(value.map((text) => [`attribute:one != ${text}`, `!(attribute:one == ${text})`]));
  });

  it("and binds tighter than or, on either side", () =>
    equivalent(
      fc
        .tuple(simple, simple, simple, simple)
        .map(([a, b, c, d]) => [`${a} and ${b} or ${c} && ${d}`, `(${a} and ${b}) || (${c} and ${d})`]),
    ));

  it("not turns and into or", () =>
    equivalent(fc.tuple(simple, simple).map(([a, b]) => [`not(${a} and ${b})`, `not(${a}) or not(${b})`])));
});
