import assert from "node:assert/strict";
import { Account, type AccountState } from "../../local/account/account";
import { deleteObjects, getObject, listVersions, putObject } from "../../local/account/s3/objects";
import { BUCKET, BUCKET_VERSIONING } from "../../local/account/types/s3/references";
import { change, make, options, refusal } from "./support";

/** A bucket, with versioning where a status is given. */
function bucketOf(status?: "Enabled" | "Suspended") {
  const account = new Account();
  make(account, BUCKET, { bucket: "dogs" });
  const versioning =
    status && make(account, BUCKET_VERSIONING, { bucket: "dogs", versioningConfiguration: { status } });
  const put = (text: string, key = "dogs.zip"): string => putObject(account, "dogs", key, Buffer.from(text)).versionId;
  const get = (versionId?: string, key = "dogs.zip"): string =>
    Buffer.from(getObject(account, "dogs", key, versionId).body).toString();
  return { account, versioning, put, get };
}

describe("account: S3 objects", () => {
  it("writes over an object in a bucket without versioning", () => {
    const { account, put, get } = bucketOf();
    assert.equal(put("one"), "null");
    assert.equal(put("two!"), "null");
    assert.equal(get(), "two!");
    assert.deepEqual(listVersions(account, "dogs"), [{ key: "dogs.zip", versionId: "null", size: 4, isLatest: true }]);
  });

  it("keeps every version with versioning, the newest first", () => {
    const { account, put, get } = bucketOf("Enabled");
    const [one, two] = [put("one"), put("two!")];
    const other = put("a", "cats.zip");
    for (const id of [one, two, other]) assert.match(id, /^[\w.]{32}$/);
    assert.equal(new Set([one, two, other]).size, 3);
    assert.equal(get(), "two!");
    assert.equal(get(one), "one");
    assert.equal(getObject(account, "dogs", "dogs.zip").versionId, two);
    assert.deepEqual(listVersions(account, "dogs"), [
      { key: "cats.zip", versionId: other, size: 1, isLatest: true },
      { key: "dogs.zip", versionId: two, size: 4, isLatest: true },
      { key: "dogs.zip", versionId: one, size: 3, isLatest: false },
    ]);
  });

  it("gives the same ids in every run", () => {
    const [one, other] = [bucketOf("Enabled"), bucketOf("Enabled")];
    assert.deepEqual([one.put("a"), one.put("b")], [other.put("x"), other.put("y")]);
  });

  it("keeps an object from before versioning as its version null", () => {
    const { account, put, get } = bucketOf();
    put("before");
    make(account, BUCKET_VERSIONING, { bucket: "dogs", versioningConfiguration: { status: "Enabled" } });
    put("after");
    assert.equal(get(), "after");
    assert.equal(get("null"), "before");
  });

  it("writes over the version null alone while versioning is suspended", () => {
    const { account, versioning, put, get } = bucketOf("Enabled");
    const kept = put("kept");
    assert.ok(versioning);
    change(account, BUCKET_VERSIONING, versioning, { versioningConfiguration: { status: "Suspended" } });
    assert.deepEqual([put("one"), put("two")], ["null", "null"]);
    assert.equal(get(), "two");
    assert.deepEqual(
      listVersions(account, "dogs").map(({ versionId }) => versionId),
      ["null", kept],
    );
  });

  it("says which of bucket, key and version there is not", () => {
    const { account, put, get } = bucketOf("Enabled");
    put("one");
    const missing = "NoSuchBucket: The specified bucket does not exist: cats";
    assert.equal(
      refusal(() => putObject(account, "cats", "a", new Uint8Array())),
      missing,
    );
    assert.equal(
      refusal(() => getObject(account, "cats", "a")),
      missing,
    );
    assert.equal(
      refusal(() => listVersions(account, "cats")),
      missing,
    );
    assert.equal(
      refusal(() => deleteObjects(account, "cats")),
      missing,
    );
    assert.equal(
      refusal(() => get(undefined, "cats.zip")),
      "NoSuchKey: The specified key does not exist.",
    );
    assert.equal(
      refusal(() => get("null")),
      "NoSuchVersion: The specified version does not exist.",
    );
  });

  it("keeps any bytes when the account is written to a file, and when the bucket is changed", () => {
    const { account } = bucketOf("Enabled");
    const body = Uint8Array.from({ length: 512 }, (_, i) => i);
    putObject(account, "dogs", "bytes", body);
    const read = new Account({ state: JSON.parse(JSON.stringify(account.state)) as AccountState });
    read.update(BUCKET, "dogs", { bucket: "dogs" }, { bucket: "dogs", tags: { Lab: "6" } }, options);
    assert.deepEqual(new Uint8Array(getObject(read, "dogs", "bytes").body), body);
  });

  it("deletes all versions, after which the bucket can go", () => {
    const { account, put } = bucketOf("Enabled");
    put("one");
    put("two");
    deleteObjects(account, "dogs");
    assert.deepEqual(listVersions(account, "dogs"), []);
    account.delete(BUCKET, "dogs", options);
    assert.equal(account.isEmpty, true);
  });
});
