import type { IncomingMessage, ServerResponse } from "node:http";
import type { Account } from "../account/account";
import type { Caller } from "../account/actions/caller";
import {
  getObject,
  headObject,
  type ObjectHead,
  type ObjectInput,
  putObject,
  type VersionInput,
} from "../account/actions/s3";
import { AwsError } from "../account/model";
import { readObject } from "./s3Body";

/** Answers S3's operations. What one throws reaches the caller as XML. */
export interface S3Handlers {
  putObject(caller: Caller, input: ObjectInput & { Body: Uint8Array }): Omit<ObjectHead, "ContentLength">;
  getObject(caller: Caller, input: VersionInput): ObjectHead & { Body: Uint8Array };
  headObject(caller: Caller, input: VersionInput): ObjectHead;
}

/** The objects of an account. */
export function s3Handlers(account: Account): S3Handlers {
  return {
    putObject: (caller, input) => putObject(account, caller, input),
    getObject: (caller, input) => getObject(account, caller, input),
    headObject: (caller, input) => headObject(account, caller, input),
  };
}

/** HTTP's status for S3's codes, docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; for any other 400. */
const STATUS: Record<string, number> = {
  AccessDenied: 403,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchVersion: 404,
  NotImplemented: 501,
  PermanentRedirect: 301,
};

/** What signing has gone wrong is called in S3. */
const SIGNING: Record<string, string> = {
  IncompleteSignatureException: "AuthorizationHeaderMalformed",
  InvalidSignatureException: "AuthorizationHeaderMalformed",
  MissingAuthenticationTokenException: "AccessDenied",
  UnrecognizedClientException: "InvalidAccessKeyId",
};

/** Headers that ask for more than is modelled: to leave them aside would be to do something else. */
const UNKNOWN_HEADERS = [
  ...["if-match", "if-modified-since", "if-none-match", "if-unmodified-since", "range", "x-amz-copy-source"],
];

/**
 * Answers a request to S3's REST interface, with the bucket in the path: PUT, GET and HEAD of an object.
 * docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 *
 * @param callerOf Who calls; what it throws is answered.
 */
export async function answerS3(
  handlers: S3Handlers,
  callerOf: (request: IncomingMessage) => Caller,
  requestId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const common = { "x-amz-request-id": requestId };
  try {
    const { status, body, ...head } = await perform(handlers, callerOf, request);
    response.writeHead(status, { ...common, ...headersOf(head) });
    response.end(body);
  } catch (error) {
    // The connection is of use to the client again only when all that it sends was read.
    request.resume();
    const [code, message] = described(error);
    const xml = errorXml({ Code: code, Message: message, Resource: pathOf(request), RequestId: requestId });
    const headers = { ...common, "Content-Type": "application/xml", "Content-Length": Buffer.byteLength(xml) };
    response.writeHead(STATUS[code] ?? 400, headers);
    response.end(request.method === "HEAD" ? undefined : xml);
  }
}

interface Outcome extends Partial<ObjectHead> {
  status: number;
  body?: Uint8Array;
}

async function perform(
  handlers: S3Handlers,
  callerOf: (request: IncomingMessage) => Caller,
  request: IncomingMessage,
): Promise<Outcome> {
  const caller = callerOf(request);
  const input = inputOf(request);
  switch (request.method) {
    case "PUT": {
      if (input.VersionId !== undefined) throw notImplemented("PUT of a version");
      return { status: 200, ...handlers.putObject(caller, { ...input, Body: await readObject(request) }) };
    }
    case "GET": {
      const { Body, ...head } = handlers.getObject(caller, input);
      return { status: 200, ...head, body: Body };
    }
    case "HEAD":
      return { status: 200, ...handlers.headObject(caller, input) };
    default:
      throw notImplemented(`${request.method} of an object`);
  }
}

function inputOf(request: IncomingMessage): VersionInput {
  const query = new URLSearchParams(request.url?.split("?")[1]);
  const [, bucket = "", key = ""] = /^\/([^/]*)(?:\/(.*))?$/s.exec(pathOf(request)) ?? [];
  if (key === "") throw notImplemented(`${request.method} of a bucket, or of none,`);
  const parameter = [...query.keys()].find((name) => name !== "versionId" && name !== "x-id");
  if (parameter !== undefined) throw notImplemented(`The parameter ${parameter}`);
  const header = UNKNOWN_HEADERS.find((name) => request.headers[name] !== undefined);
  if (header !== undefined) throw notImplemented(`The header ${header}`);
  return { Bucket: bucket, Key: key, VersionId: query.get("versionId") ?? undefined };
}

/** The path as S3 reads it: a plus is a plus. */
function pathOf({ url = "/" }: IncomingMessage): string {
  const path = url.split("?")[0] ?? "/";
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function notImplemented(what: string): AwsError {
  return new AwsError("NotImplemented", `${what} is not implemented here. Known are PUT, GET and HEAD of an object.`);
}

function headersOf({ ETag, ContentLength, VersionId }: Partial<ObjectHead>): Record<string, string | number> {
  return {
    ...(ETag !== undefined && { ETag }),
    // S3's own, where whoever wrote the object did not say.
    ...(ContentLength !== undefined && { "Content-Type": "binary/octet-stream" }),
    "Content-Length": ContentLength ?? 0,
    ...(VersionId !== undefined && { "x-amz-version-id": VersionId }),
  };
}

function described(error: unknown): [code: string, message: string] {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof AwsError ? [SIGNING[error.code] ?? error.code, message] : ["InternalError", message];
}

function errorXml(fields: Record<string, string>): string {
  const escaped = (text: string): string =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  const inside = Object.entries(fields).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inside.join("")}</Error>`;
}
