import assert from "node:assert/strict";
import { type Props, UNKNOWN } from "../../local/account/model";
import { Secrets } from "../../local/engine/secrets";
import { secretOf } from "./fixture";

const sealed = (value: unknown) => secretOf(value) as Props;

describe("secrets", () => {
  it("mark nothing where nothing was secret", () => {
    const props = { name: "cats", tags: { Word: "xyzzy" } };
    assert.deepEqual(new Secrets({ name: "cats", tags: { Word: "xyzzy" } }).mark(props), props);
  });

  it("mark a property as a whole, whatever in it was secret", () => {
    const secrets = new Secrets({ tags: { Open: "yes", Word: sealed("xyzzy") }, rules: [{ port: sealed(80) }] });
    assert.deepEqual(secrets.mark({ tags: { Open: "yes", Word: "xyzzy" }, rules: [{ port: 80 }], name: "cats" }), {
      tags: sealed({ Open: "yes", Word: "xyzzy" }),
      rules: sealed([{ port: 80 }]),
      name: "cats",
    });
  });

  it("mark what repeats a secret's text, however deep on either side", () => {
    const secrets = new Secrets({ name: sealed("xyzzy"), tags: sealed({ list: ["plugh"] }) });
    assert.deepEqual(secrets.mark({ arn: "arn:aws:sns:xyzzy", rules: [{ to: "plugh!" }], region: "us-west-2" }), {
      arn: sealed("arn:aws:sns:xyzzy"),
      rules: sealed([{ to: "plugh!" }]),
      region: "us-west-2",
    });
  });

  it("do not take an empty or an unknown text for one that is repeated", () => {
    const secrets = new Secrets({ name: sealed(""), password: sealed(UNKNOWN) });
    assert.deepEqual(secrets.mark({ arn: UNKNOWN, region: "us-west-2" }), { arn: UNKNOWN, region: "us-west-2" });
  });

  it("mark once what is marked already", () => {
    assert.deepEqual(new Secrets({ name: sealed("x") }).mark({ name: sealed("x") }), { name: sealed("x") });
  });

  it("join what was secret in several properties", () => {
    const secrets = new Secrets({ name: sealed("xyzzy") }, { value: sealed("plugh") });
    assert.deepEqual(secrets.mark({ name: "a", value: "b", both: "xyzzy plugh", none: "c" }), {
      name: sealed("a"),
      value: sealed("b"),
      both: sealed("xyzzy plugh"),
      none: "c",
    });
  });

  it("mark by name in any case, and leave absent what is absent", () => {
    assert.deepEqual(new Secrets({}).mark({ value: "xyzzy", name: "cats" }, ["value", "key"]), {
      value: sealed("xyzzy"),
      name: "cats",
    });
  });
});
