import type { IncomingMessage, ServerResponse } from "node:http";
import { DetailedAwsError } from "../account/actions/detailedError";
import { AwsError } from "../account/model";

/** The largest request that is read, in bytes: far more than any call here needs. */
const LARGEST = 1024 * 1024;

/** What the header `Authorization` of a signed request says, without its signature. */
export interface Signer {
  accessKeyId: string;
  region: string;
  service: string;
}

/**
 * Reads who signed a request: docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html. The signature itself is
 * not checked.
 *
 * @throws AwsError `MissingAuthenticationTokenException` or `IncompleteSignatureException`
 */
export function signerOf(authorization: string | undefined): Signer {
  if (authorization === undefined) {
    throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token");
  }
  const scope = /^AWS4-HMAC-SHA256 .*?\bCredential=([^/,\s]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request\b/.exec(
    authorization,
  );
  const [, accessKeyId = "", region = "", service = ""] = scope ?? [];
  if (accessKeyId) return { accessKeyId, region, service };
  throw new AwsError(
    "IncompleteSignatureException",
    "Expected the header Authorization to be AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, ….",
  );
}

/** Whether a request is one to a service: it says so itself, in what signs it. @param service As in a signature, like `route53`. */
export function isSignedFor(service: string, { headers }: IncomingMessage): boolean {
  try {
    return signerOf(headers.authorization).service === service;
  } catch {
    return false;
  }
}

/**
 * Reads the body of a request.
 *
 * @throws AwsError `RequestEntityTooLargeException`
 */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) {
      throw new AwsError("RequestEntityTooLargeException", `A request has at most ${LARGEST} bytes here.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Reads the body of a request as JSON; nothing is an object without fields.
 *
 * @throws AwsError `RequestEntityTooLargeException` or `SerializationException`
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readText(request);
  try {
    return JSON.parse(body || "{}");
  } catch {
    throw new AwsError("SerializationException", "The request's body is not JSON.");
  }
}

/** Whether a request was sent to this machine by name: a page in a browser that had its own name resolved to it was not. */
export function isLoopback(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(host ?? "");
}

/** Answers with JSON. */
export function respond(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "Content-Type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/**
 * Answers in AWS's JSON protocol, in the version in which it was asked, 1.1 where that is not said:
 * smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html and aws-json-1_1-protocol.html. An {@link AwsError} is the
 * caller's mistake, 400; anything else that was thrown is this program's, 500.
 */
export function respondAws(
  { headers: asked }: Pick<IncomingMessage, "headers">,
  response: ServerResponse,
  requestId: string,
  outcome: { output: unknown } | { error: unknown },
): void {
  const isFirst = asked["content-type"]?.split(";")[0]?.trim() === "application/x-amz-json-1.0";
  const type = `application/x-amz-json-${isFirst ? "1.0" : "1.1"}`;
  const headers = { "Content-Type": type, "x-amzn-RequestId": requestId };
  if ("output" in outcome) {
    respond(response, 200, outcome.output ?? {}, headers);
    return;
  }
  const { error } = outcome;
  const [status, code] = error instanceof AwsError ? [400, error.code] : [500, "InternalFailure"];
  const message = error instanceof Error ? error.message : String(error);
  const details = error instanceof DetailedAwsError ? error.details : {};
  const body = { __type: isFirst ? shapeIdOf(code, asked) : code, message, ...details };
  respond(response, status, body, { ...headers, "x-amzn-ErrorType": code });
}

/** Errors that are not a service's own, by the part of AWS's framework that they are from. */
const FRAMEWORK: Record<string, string> = {
  AccessDeniedException: "com.amazon.coral.service",
  IncompleteSignatureException: "com.amazon.coral.service",
  InternalFailure: "com.amazon.coral.service",
  InvalidSignatureException: "com.amazon.coral.service",
  MissingAuthenticationTokenException: "com.amazon.coral.service",
  SerializationException: "com.amazon.coral.service",
  UnknownOperationException: "com.amazon.coral.service",
  UnrecognizedClientException: "com.amazon.coral.service",
  ValidationException: "com.amazon.coral.validate",
};

/** The namespace of a service's own errors, by the prefix of its operations. */
const NAMESPACES: Record<string, string> = { DynamoDB_20120810: "com.amazonaws.dynamodb.v20120810" };

/**
 * An error's name with its namespace, by which JSON 1.0 calls it:
 * docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
function shapeIdOf(code: string, headers: IncomingMessage["headers"]): string {
  const [service = ""] = String(headers["x-amz-target"]).split(".");
  const own = Object.hasOwn(NAMESPACES, service) ? NAMESPACES[service] : undefined;
  const namespace = own && Object.hasOwn(FRAMEWORK, code) ? FRAMEWORK[code] : own;
  return namespace === undefined ? code : `${namespace}#${code}`;
}
