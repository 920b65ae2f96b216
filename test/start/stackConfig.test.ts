import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../../local/start/inputError";
import { readStackConfig } from "../../local/start/stackConfig";

describe("a stack's configuration", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "catsndogs-"));
    writeFileSync(
      join(root, "Pulumi.yaml"),
      "name: catsndogs\nconfig:\n  aws:region: { value: us-west-2 }\n  lab: { default: 2 }\n",
    );
    writeFileSync(
      join(root, "Pulumi.workshop.yaml"),
      "config:\n  catsndogs:maxSpotPrice: '0.25'\n  catsndogs:spotCapacity: { min: 3, max: 10 }\n",
    );
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const problemsOf = (act: () => unknown): readonly string[] => {
    try {
      act();
    } catch (error) {
      assert.ok(error instanceof InputError);
      return error.problems;
    }
    return assert.fail("nothing was refused");
  };

  it("is the project's defaults under the stack's own file", () => {
    assert.deepEqual(readStackConfig(root, "workshop", []), {
      project: "catsndogs",
      values: {
        "aws:region": "us-west-2",
        "catsndogs:lab": "2",
        "catsndogs:maxSpotPrice": "0.25",
        "catsndogs:spotCapacity": '{"min":3,"max":10}',
      },
      file: "Pulumi.workshop.yaml",
      borrowed: false,
    });
  });

  it("is the example's for a stack without a file, and says so", () => {
    const { file, borrowed } = readStackConfig(root, "alice", []);
    assert.deepEqual({ file, borrowed }, { file: "Pulumi.workshop.yaml", borrowed: true });
  });

  it("takes the stack's own file where there is one", () => {
    writeFileSync(join(root, "Pulumi.alice.yaml"), "config:\n  catsndogs:lab: 1\n");
    const { values, borrowed } = readStackConfig(root, "alice", []);
    assert.equal(values["catsndogs:lab"], "1");
    assert.equal(values["catsndogs:maxSpotPrice"], undefined);
    assert.equal(borrowed, false);
  });

  it("applies --set in order, the project's namespace being the default", () => {
    const { values } = readStackConfig(root, "workshop", [
      "lab=0",
      "catsndogs:lab=1",
      "spotCapacity.min=20",
      "aws:region=eu-west-1",
    ]);
    assert.equal(values["catsndogs:lab"], "1");
    assert.equal(values["catsndogs:spotCapacity"], '{"min":20,"max":10}');
    assert.equal(values["aws:region"], "eu-west-1");
  });

  it("keeps a value with an equals sign whole", () => {
    assert.equal(readStackConfig(root, "workshop", ["owner=a=b"]).values["catsndogs:owner"], "a=b");
  });

  it("names every option that cannot be read, at once", () => {
    assert.deepEqual(
      problemsOf(() => readStackConfig(root, "workshop", ["lab", "a..b=1"])),
      [
        "--set lab: there is no =. Write KEY=VALUE, for example catsndogs:spotCapacity.min=3",
        '--set a..b=1: "a..b" is no path: "..b" is neither .name nor [index] nor ["name"]. ' +
          "Write KEY=VALUE, for example catsndogs:spotCapacity.min=3",
      ],
    );
  });

  it("asks for a value where the file has an encrypted one, unless one is given", () => {
    writeFileSync(join(root, "Pulumi.alice.yaml"), "config:\n  catsndogs:token:\n    secure: AAAB\n");
    assert.deepEqual(
      problemsOf(() => readStackConfig(root, "alice", [])),
      [
        "Pulumi.alice.yaml: catsndogs:token is encrypted, and only the Pulumi CLI has the key. " +
          "Give a value for this run: --set catsndogs:token=VALUE",
      ],
    );
    assert.equal(readStackConfig(root, "alice", ["token=x"]).values["catsndogs:token"], "x");
  });

  it("says which file is no YAML", () => {
    writeFileSync(join(root, "Pulumi.workshop.yaml"), "config: [\n");
    assert.match(
      problemsOf(() => readStackConfig(root, "workshop", []))[0] ?? "",
      /^Pulumi\.workshop\.yaml is no YAML: /,
    );
  });
});
