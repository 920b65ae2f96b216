import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { AwsError } from "../account/model";

/** The largest object that is read, in bytes: far more than a release here needs. S3 takes 5 GB in one piece. */
const LARGEST = 32 * 1024 * 1024;

/**
 * Reads an object that is uploaded, as it is or in chunks (`Content-Encoding: aws-chunked`), and compares it with the CRC-32 that
 * AWS's SDKs send by default, before it or after. Other checksums, and the signatures of chunks, are not looked at.
 * docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 *
 * @throws AwsError `EntityTooLarge`, `IncompleteBody`, `BadDigest`
 */
export async function readObject(request: IncomingMessage): Promise<Uint8Array> {
  const { headers } = request;
  const sent = await readAll(request);
  if (!isChunked(headers)) return checked(sent, headers["x-amz-checksum-crc32"]);
  const { body, trailers } = readChunks(sent);
  const expected = Number(headers["x-amz-decoded-content-length"] ?? body.length);
  if (expected !== body.length) {
    throw incomplete(`expected ${expected} bytes as x-amz-decoded-content-length says, got ${body.length}`);
  }
  return checked(body, trailers["x-amz-checksum-crc32"] ?? headers["x-amz-checksum-crc32"]);
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // What is too large is read to its end nevertheless, because a client that still sends does not hear an answer.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST) chunks.push(chunk);
  }
  if (size <= LARGEST) return Buffer.concat(chunks, size);
  throw new AwsError(
    "EntityTooLarge",
    `Your proposed upload exceeds the maximum allowed size: an object has at most ${LARGEST} bytes here, got ${size}.`,
  );
}

function isChunked(headers: IncomingHttpHeaders): boolean {
  const encodings = headers["content-encoding"]?.split(",").map((one) => one.trim()) ?? [];
  return encodings.includes("aws-chunked") || /^STREAMING-/.test(String(headers["x-amz-content-sha256"]));
}

/** Chunks of `LENGTH[;extension]`, a line's end, so many bytes, a line's end; one of no bytes; then headers that came too late. */
function readChunks(sent: Buffer): { body: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let at = 0;
  const line = (): string => {
    const end = sent.indexOf("\r\n", at);
    if (end < 0) throw incomplete("a line of a chunked upload has no end");
    const read = sent.toString("latin1", at, end);
    at = end + 2;
    return read;
  };
  for (;;) {
    const header = line();
    const [, digits] = /^([0-9a-f]{1,8})(;.*)?$/i.exec(header) ?? [];
    if (digits === undefined)
      throw incomplete(`expected the length of a chunk, got ${JSON.stringify(header.slice(0, 40))}`);
    const length = Number.parseInt(digits, 16);
    if (length === 0) break;
    if (at + length > sent.length) throw incomplete(`expected a chunk of ${length} bytes, got ${sent.length - at}`);
    chunks.push(sent.subarray(at, at + length));
    at += length;
    if (line() !== "") throw incomplete(`a chunk is longer than its ${length} bytes`);
  }
  const trailers: Record<string, string> = {};
  while (at < sent.length) {
    const [name = "", ...value] = line().split(":");
    if (name) trailers[name.trim().toLowerCase()] = value.join(":").trim();
  }
  return { body: Buffer.concat(chunks), trailers };
}

function incomplete(why: string): AwsError {
  return new AwsError(
    "IncompleteBody",
    `You did not provide the number of bytes specified by the Content-Length HTTP header: ${why}.`,
  );
}

function checked(body: Buffer, crc: string | string[] | undefined): Buffer {
  const own = crc32(body);
  if (crc === undefined || crc === own) return body;
  throw new AwsError("BadDigest", `The CRC32 you specified did not match the calculated checksum: ${crc}, and ${own}.`);
}

/** Remainders of the bytes, by the polynomial of IEEE 802.3. Node.js has a function of its own from 20.15 on only. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** The CRC-32 of bytes, in base64 of its four bytes, as the header has it. */
function crc32(bytes: Uint8Array): string {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (REMAINDERS[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  const four = Buffer.alloc(4);
  four.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return four.toString("base64");
}
