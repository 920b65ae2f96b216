import assert from "node:assert/strict";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { shareProperties } from "../../policy/sharedProperties";

/** The SDK's own module, whose declarations are not published. */
const sdk = require("@pulumi/policy/deserialize") as Parameters<typeof shareProperties>[0];

/** A module like the SDK's, with a count of what it unpacks. */
function counting() {
  const counts = { unpacked: 0 };
  const module = {
    deserializeProperties: (properties: object, keepsSecrets: boolean) => {
      counts.unpacked += 1;
      return sdk.deserializeProperties(properties, keepsSecrets);
    },
  };
  return { counts, module };
}

const PROPS = { name: "cats", tags: { Lab: "2" }, ports: [80, 443] };

describe("shared properties", () => {
  it("unpack a resource once, to what the SDK would have", () => {
    const { counts, module } = counting();
    shareProperties(module);
    const sent = Struct.fromJavaScript(PROPS);
    const first = module.deserializeProperties(sent, false);
    assert.equal(module.deserializeProperties(sent, false), first);
    assert.deepEqual(first, PROPS);
    assert.equal(counts.unpacked, 1);
  });

  it("are those of one message alone", () => {
    const { module } = counting();
    shareProperties(module);
    const other = Struct.fromJavaScript({ ...PROPS, name: "dogs" });
    module.deserializeProperties(Struct.fromJavaScript(PROPS), false);
    assert.equal(module.deserializeProperties(other, false).name, "dogs");
  });

  it("leave a remediation a copy of its own", () => {
    const { module } = counting();
    shareProperties(module);
    const sent = Struct.fromJavaScript(PROPS);
    const shared = module.deserializeProperties(sent, false);
    const own = module.deserializeProperties(sent, true);
    own.name = "changed";
    assert.equal(shared.name, "cats");
  });
});
