import { request } from "node:http";
import type { Account } from "../../local/account/account";
import { type Handlers, ssmHandlers } from "../../local/api/handlers";
import { LocalApi } from "../../local/api/localApi";
import { unicorns } from "../account/actions/fixture";

/** An answer as it came over the wire. */
export interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: unknown;
}

/** An endpoint in us-west-2 that listens; `stop` closes it. */
export async function listening(account: Account = unicorns(), handlers: Handlers = ssmHandlers(account)) {
  const api = new LocalApi({ account, region: "us-west-2", handlers });
  const { url, port } = await api.listen();
  return { api, url, port, stop: () => api.close() };
}

/** Sends a request as it is given, whatever a client of AWS would make of it. */
export function send(
  port: number,
  path: string,
  {
    method = "GET",
    headers = {},
    body = "",
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text && JSON.parse(text) });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The header of a signed request; the signature itself says nothing here. */
export const signed = (accessKeyId: string, region = "us-west-2"): string =>
  `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/ssm/aws4_request, SignedHeaders=host, Signature=0`;
