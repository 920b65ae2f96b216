import assert from "node:assert/strict";
import { exportDeployment } from "../../local/engine/inProcess";
import { bringUp } from "../workshop/bringUp";
import { describeWithPulumi } from "./cli";
import { deployed, STACK } from "./deployed";

type Resource = Record<string, unknown>;

/** What both engines must agree on. Outputs hold ids, which are made up anew in every account. */
function comparable(resources: readonly object[], providers: Map<string, string>): Map<string, Resource> {
  const rows = resources as Resource[];
  return new Map(
    rows.map((row) => [
      String(row.urn),
      {
        type: row.type,
        custom: row.custom,
        parent: row.parent,
        inputs: withoutIds(row.inputs ?? {}, providers),
        dependencies: ((row.dependencies ?? []) as string[]).toSorted(),
        propertyDependencies: sortedLists((row.propertyDependencies ?? {}) as Record<string, string[]>),
        // A provider's id is random.
        provider: String(row.provider ?? "").replace(/::[^:]*$/, ""),
      },
    ]),
  );
}

function sortedLists(lists: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(lists).map(([name, urns]) => [name, (urns ?? []).toSorted()]));
}

/** Names each id after the resource that has it, wherever it stands. */
function withoutIds(inputs: unknown, names: Map<string, string>): unknown {
  const known = [...names].toSorted(([one], [other]) => other.length - one.length);
  let text = JSON.stringify(inputs);
  for (const [id, urn] of known) text = text.replaceAll(id, `<${urn}>`);
  // A secret is encrypted by the CLI, and left out where there is none; that it is one is the same.
  text = text.replace(/"ciphertext":"[^"]*"/g, '"ciphertext":""');
  // The CLI's engine notes the hash of each asset and archive beside it; the files are the same.
  return JSON.parse(text, (key, value) => (key === "hash" && /^[0-9a-f]{64}$/.test(value) ? undefined : value));
}

function ids(resources: readonly object[]): Map<string, string> {
  const rows = (resources as Resource[]).filter(({ id, custom }) => custom === true && String(id).length > 3);
  return new Map(rows.map(({ id, urn }) => [String(id), String(urn)]));
}

describeWithPulumi("pulumi on this machine: the same as in process", () => {
  let real: Map<string, Resource>;
  let inProcess: Map<string, Resource>;
  before(async () => {
    const { workspace } = await deployed();
    const exported = (await workspace.export(STACK)).deployment.resources;
    workspace.remove();
    const { state } = await bringUp({}, { stack: STACK });
    const own = exportDeployment(state).deployment.resources;
    real = comparable(exported, ids(exported));
    inProcess = comparable(own, ids(own));
  });

  it("deploys the same resources", () => {
    assert.deepEqual([...inProcess.keys()].toSorted(), [...real.keys()].toSorted());
  });

  it("expands awsx.ec2.Vpc as awsx itself does", () => {
    const inVpc = [...real.keys()].filter((urn) => urn.includes("awsx:ec2:Vpc$"));
    assert.equal(inVpc.length, 20);
    for (const urn of inVpc) assert.deepEqual(inProcess.get(urn), real.get(urn), urn);
  });

  it("gives them the same types, inputs, parents, providers and dependencies", () => {
    for (const [urn, resource] of real) assert.deepEqual(inProcess.get(urn), resource, urn);
  });
});
