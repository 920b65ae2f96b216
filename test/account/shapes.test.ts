import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { generateShapes } from "../../local/account/shapes/generate";

const folder = join(__dirname, "..", "..", "local", "account", "shapes");

describe("the shapes of the account's types", () => {
  it("are those of the installed SDK; if not, run `npm run shapes`", () => {
    const generated = generateShapes();
    const written = readdirSync(folder).filter((file) => file.endsWith(".json"));
    assert.deepEqual(written.sort(), [...generated.keys()].sort());
    for (const [file, text] of generated) assert.equal(readFileSync(join(folder, file), "utf8"), text, file);
  });

  it("know nested, listed, mapped and required properties", () => {
    const fleet = JSON.parse(generateShapes().get("ec2.spotFleetRequest.json") ?? "{}");
    assert.deepEqual(fleet.required, ["iamFleetRole", "targetCapacity"]);
    assert.equal(fleet.inputs.terminateInstancesOnDelete, "string");
    assert.equal(fleet.inputs.terminateInstancesWithExpiration, "boolean");
    assert.deepEqual(fleet.inputs.tags, { map: "string" });
    assert.equal(fleet.inputs.launchTemplateConfigs.list.object.overrides.list.object.subnetId, "string");
    assert.ok(fleet.outputs.includes("spotRequestState"));
  });
});
