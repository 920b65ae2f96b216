import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { Account } from "../../local/account/account";
import { listVersions } from "../../local/account/s3/objects";
import { BUCKET, BUCKET_VERSIONING } from "../../local/account/types/s3/references";
import { LocalApi } from "../../local/api/localApi";
import { s3Handlers } from "../../local/api/s3";
import { accountWithRole, CALLER, ROLE_ARN } from "../account/iam/fixture";
import { make } from "../account/support";

const Bucket = "dogs";
const Key = "releases/dogs & cats+1.zip";

describe("local API: S3 with AWS's own SDK", () => {
  let account: Account;
  let api: LocalApi;
  let url: string;
  let port: number;
  let admin: S3Client;

  beforeEach(async () => {
    account = accountWithRole([{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` }]);
    make(account, BUCKET, { bucket: Bucket });
    make(account, BUCKET_VERSIONING, { bucket: Bucket, versioningConfiguration: { status: "Enabled" } });
    api = new LocalApi({ account, region: "us-west-2", s3: s3Handlers(account) });
    ({ url, port } = await api.listen());
    admin = client("admin");
  });
  afterEach(async () => {
    admin.destroy();
    await api.close();
  });

  function client(principal: string, by: object = {}): S3Client {
    const credentials = api.credentialsFor(principal);
    return new S3Client({
      endpoint: url,
      region: "us-west-2",
      forcePathStyle: true,
      maxAttempts: 1,
      credentials,
      ...by,
    });
  }

  const put = async (Body: Uint8Array | Readable, by: object = {}) =>
    admin.send(new PutObjectCommand({ Bucket, Key, Body, ...by }));

  async function read(by: object = {}): Promise<Buffer> {
    const { Body } = await admin.send(new GetObjectCommand({ Bucket, Key, ...by }));
    assert.ok(Body);
    return Buffer.from(await Body.transformToByteArray());
  }

  /** `STATUS NAME: message` of what S3 refuses. */
  async function refused(action: Promise<unknown>): Promise<string> {
    const error: unknown = await action.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof S3ServiceException, `expected an error of S3's, got ${error}`);
    return `${error.$metadata.httpStatusCode} ${error.name}: ${error.message}`;
  }

  it("writes and reads an object, with its version", async () => {
    const first = await put(Buffer.from("dogs"));
    const second = await put(Buffer.from("more dogs"));
    assert.equal(first.ETag, '"d28d2d3560fa76f0dbb1a452f8c38169"');
    assert.deepEqual(
      listVersions(account, Bucket).map(({ key, versionId }) => [key, versionId]),
      [
        [Key, second.VersionId],
        [Key, first.VersionId],
      ],
    );
    assert.equal((await read()).toString(), "more dogs");
    assert.equal((await read({ VersionId: first.VersionId })).toString(), "dogs");
    const { ContentLength, ETag, VersionId } = await admin.send(new HeadObjectCommand({ Bucket, Key }));
    assert.deepEqual([ContentLength, VersionId], [9, second.VersionId]);
    assert.notEqual(ETag, first.ETag);
  });

  it("takes bodies of no bytes and of several hundred thousand", async () => {
    for (const body of [Buffer.alloc(0), randomBytes(700_001)]) {
      await put(body);
      assert.equal((await read()).equals(body), true, `${body.length} bytes`);
    }
  });

  it("takes a stream, which the SDK sends in chunks with the checksum after them", async () => {
    const body = randomBytes(300_000);
    const pieces = [0, 100, 70_000, 300_000].map((end, i, ends) => body.subarray(i === 0 ? 0 : ends[i - 1], end));
    let digest: unknown;
    admin.middlewareStack.add(
      (next) => async (args) => {
        digest = (args.request as { headers: Record<string, string> }).headers["x-amz-content-sha256"];
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    await put(Readable.from(pieces), { ContentLength: body.length });
    assert.equal(digest, "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    assert.equal((await read()).equals(body), true);
  });

  it("refuses what the caller may not do", async () => {
    const cats = client(ROLE_ARN);
    assert.equal(
      await refused(cats.send(new PutObjectCommand({ Bucket, Key: "dogs.zip", Body: Buffer.from("dogs") }))),
      `403 AccessDenied: User: ${CALLER} is not authorized to perform: s3:PutObject on resource: ` +
        '"arn:aws:s3:::dogs/dogs.zip" because no identity-based policy allows the s3:PutObject action',
    );
    await put(Buffer.from("dogs"));
    const { ContentLength } = await cats.send(new GetObjectCommand({ Bucket, Key }));
    assert.equal(ContentLength, 4);
    cats.destroy();
  });

  it("says what there is not", async () => {
    assert.equal(await refused(read()), "404 NoSuchKey: The specified key does not exist.");
    assert.equal(
      await refused(read({ Bucket: "cats" })),
      "404 NoSuchBucket: The specified bucket does not exist: cats",
    );
    await put(Buffer.from("dogs"));
    assert.equal(
      await refused(read({ VersionId: "null" })),
      "404 NoSuchVersion: The specified version does not exist.",
    );
    assert.match(await refused(admin.send(new HeadObjectCommand({ Bucket, Key: "other" }))), /^404 NotFound: /);
  });

  it("knows its callers, and its region", async () => {
    const stranger = client("admin", { credentials: { accessKeyId: "ASIAUNKNOWN", secretAccessKey: "secret" } });
    const command = new HeadObjectCommand({ Bucket, Key });
    assert.match(await refused(stranger.send(command)), /^403 /);
    assert.equal(
      await refused(stranger.send(new GetObjectCommand({ Bucket, Key }))),
      "403 InvalidAccessKeyId: The security token included in the request is invalid.",
    );
    const elsewhere = client("admin", { region: "eu-west-1" });
    assert.equal(
      await refused(elsewhere.send(new GetObjectCommand({ Bucket, Key }))),
      "400 AuthorizationHeaderMalformed: Credential should be scoped to a valid region, not 'eu-west-1'. This is the " +
        "endpoint of us-west-2.",
    );
    stranger.destroy();
    elsewhere.destroy();
  });

  it("does not do by half what it does not know", async () => {
    const known = "is not implemented here. Known are PUT, GET and HEAD of an object.";
    await put(Buffer.from("dogs"));
    const copy = new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/dogs.zip` });
    assert.equal(await refused(admin.send(copy)), `501 NotImplemented: The header x-amz-copy-source ${known}`);
    assert.equal(await refused(read({ Range: "bytes=0-1" })), `501 NotImplemented: The header range ${known}`);
    assert.equal(await refused(read({ PartNumber: 1 })), `501 NotImplemented: The parameter partNumber ${known}`);
    assert.equal(
      await refused(admin.send(new ListObjectsV2Command({ Bucket }))),
      `501 NotImplemented: GET of a bucket, or of none, ${known}`,
    );
    assert.equal(listVersions(account, Bucket).length, 1);
  });

  /** Uploads a body as it is, in chunks as its text says. Returns the status and S3's code and message. */
  function upload(body: string, headers: Record<string, string> = {}): Promise<string> {
    const { accessKeyId, sessionToken } = api.credentialsFor("admin");
    return new Promise((resolve, reject) => {
      const all = {
        Authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-west-2/s3/aws4_request, SignedHeaders=host, Signature=0`,
        "X-Amz-Security-Token": sessionToken,
        "X-Amz-Content-Sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        ...headers,
      };
      const sent = request({ host: "127.0.0.1", port, path: "/dogs/raw", method: "PUT", headers: all }, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => {
          text += chunk;
        });
        response.on("end", () => {
          const [, code = "", message = ""] = /<Code>(.*)<\/Code><Message>(.*)<\/Message>/.exec(text) ?? [];
          resolve(`${response.statusCode} ${code} ${message}`.trim());
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  it("puts chunks together, whether they are signed or not, and holds them to the checksum and the length", async () => {
    const chunks = "3;chunk-signature=0\r\ndog\r\n1\r\ns\r\n0\r\n";
    // The CRC-32 of "dogs".
    const crc = "NTvusw==";
    assert.equal(
      await upload(`${chunks}x-amz-checksum-crc32:${crc}\r\n\r\n`, { "X-Amz-Decoded-Content-Length": "4" }),
      "200",
    );
    assert.equal((await read({ Key: "raw" })).toString(), "dogs");
    assert.equal(
      await upload(`${chunks}x-amz-checksum-crc32:AAAAAA==\r\n\r\n`),
      `400 BadDigest The CRC32 you specified did not match the calculated checksum: AAAAAA==, and ${crc}.`,
    );
    const short =
      "400 IncompleteBody You did not provide the number of bytes specified by the Content-Length HTTP header: ";
    assert.equal(
      await upload(`${chunks}\r\n`, { "X-Amz-Decoded-Content-Length": "5" }),
      `${short}expected 5 bytes as x-amz-decoded-content-length says, got 4.`,
    );
    assert.equal(await upload("9\r\ndogs\r\n"), `${short}expected a chunk of 9 bytes, got 6.`);
    assert.equal(await upload("3\r\ndogs\r\n0\r\n\r\n"), `${short}a chunk is longer than its 3 bytes.`);
    assert.equal(await upload("dogs\r\n"), `${short}expected the length of a chunk, got &quot;dogs&quot;.`);
    assert.equal(await upload("4\r\ndogs"), `${short}a line of a chunked upload has no end.`);
    assert.equal(listVersions(account, Bucket).length, 1);
  });

  it("refuses an object that is larger than it reads, after the whole of it", async () => {
    assert.equal(
      await refused(put(Buffer.alloc(32 * 1024 * 1024 + 1), { ChecksumAlgorithm: undefined })),
      "400 EntityTooLarge: Your proposed upload exceeds the maximum allowed size: an object has at most 33554432 bytes " +
        "here, got 33554433.",
    );
    assert.deepEqual(listVersions(account, Bucket), []);
  });

  it("leaves S3 to an endpoint that has it", async () => {
    const other = new LocalApi({ account, region: "us-west-2" });
    const { url: endpoint } = await other.listen();
    const without = client("admin", { endpoint, credentials: other.credentialsFor("admin") });
    await assert.rejects(without.send(new GetObjectCommand({ Bucket, Key })));
    without.destroy();
    await other.close();
  });
});
