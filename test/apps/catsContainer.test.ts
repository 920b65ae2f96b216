import assert from "node:assert/strict";
import type { CatsOptions } from "../../apps/cats/types.mjs";
import { serveCats } from "./catsFixture";

const URL = "http://169.254.170.2/v4/7f0c1a2b-1234";
const METADATA = {
  DockerId: "ee08638adaaf009d78c248913f629e38299471d45fe7dc944d1039077e3424ca",
  Name: "cats",
  Labels: {
    "com.amazonaws.ecs.cluster": "workshop-catsndogsECScluster",
    "com.amazonaws.ecs.task-arn":
      "arn:aws:ecs:us-west-2:123456789012:task/workshop-catsndogsECScluster/158d1c8083dd49d6b527399fd6414f5c",
  },
};

/** The lines at the bottom of a page of a service whose metadata endpoint answers this. */
async function bottom(given: Partial<CatsOptions>, pages = 1) {
  const cats = await serveCats({ version: "v2", env: { ECS_CONTAINER_METADATA_URI_V4: URL }, ...given });
  let page = "";
  for (let i = 0; i < pages; i += 1) page = await cats.text("/cats/");
  await cats.close();
  const [footer = ""] = /<footer>.*<\/footer>/s.exec(page) ?? [];
  const lines = [...footer.matchAll(/<p>(.*?)<\/p>/g)].map(([, line]) => line);
  return { lines: lines.slice(0, 2), logged: cats.logged };
}

const answering = (json: unknown) => async () => ({ ok: true, status: 200, json: async () => json });

describe("the container's identity", () => {
  for (const version of ["v2", "v3"] as const) {
    it(`is at the bottom of ${version}, asked for once, in two seconds at most`, async () => {
      const asked: string[] = [];
      const { lines, logged } = await bottom(
        {
          version,
          fetch: async (url, { signal }) => {
            assert.ok(signal instanceof AbortSignal);
            asked.push(url);
            return answering(METADATA)();
          },
        },
        3,
      );
      assert.deepEqual(lines, [
        `Container: <code>${METADATA.DockerId}</code>`,
        "Task: <code>158d1c8083dd49d6b527399fd6414f5c</code>",
      ]);
      assert.deepEqual(asked, [URL]);
      assert.deepEqual(logged, []);
    });
  }

  it("is none outside ECS, and nobody is asked", async () => {
    const { lines } = await bottom({ env: {} });
    assert.deepEqual(lines, ["Container: <code>not on ECS</code>", "Task: <code>not on ECS</code>"]);
  });

  for (const [what, fetch, reason] of [
    [
      "an endpoint that does not answer",
      async () => Promise.reject(new DOMException("The operation was aborted due to timeout", "TimeoutError")),
      "TimeoutError: The operation was aborted due to timeout",
    ],
    [
      "an endpoint that refuses",
      async () => ({ ok: false, status: 404, json: async () => ({}) }),
      "Error: the task metadata endpoint answers 404",
    ],
  ] as const) {
    it(`is unknown with ${what}, and the cats are served all the same`, async () => {
      const { lines, logged } = await bottom({ fetch });
      assert.deepEqual(lines, [
        `Container: <code>unknown (${reason})</code>`,
        `Task: <code>unknown (${reason})</code>`,
      ]);
      assert.deepEqual(logged, [{ level: "warn", message: "container not identified", reason, url: URL }]);
    });
  }

  for (const [what, metadata] of [
    ["empty", {}],
    ["null", null],
    ["of another form", { DockerId: 1, Labels: "none" }],
  ] as const) {
    it(`is unknown with metadata that are ${what}`, async () => {
      assert.deepEqual((await bottom({ fetch: answering(metadata) })).lines, [
        "Container: <code>unknown (no DockerId in the metadata)</code>",
        "Task: <code>unknown (no task ARN in the metadata)</code>",
      ]);
    });
  }

  it("is text, whatever it looks like", async () => {
    const { lines } = await bottom({ fetch: answering({ DockerId: "<b>", Labels: {} }) });
    assert.equal(lines[0], "Container: <code>&lt;b&gt;</code>");
  });
});
