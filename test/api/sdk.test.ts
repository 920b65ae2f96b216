import assert from "node:assert/strict";
import { GetParameterCommand, GetParametersCommand, SSMClient, type SSMServiceException } from "@aws-sdk/client-ssm";
import type { LocalApi } from "../../local/api/localApi";
import { cats, readParameter, unicorns } from "../account/actions/fixture";
import { CALLER, PARAMETER } from "../account/iam/fixture";
import { listening } from "./fixture";

const NAME = "/alice/UnicornLocation";
const read = new GetParameterCommand({ Name: NAME, WithDecryption: true });

/** A client of AWS's SDK whose calls go to the account on this machine. */
const client = (api: LocalApi, endpoint: string, principal: string): SSMClient =>
  new SSMClient({ endpoint, region: "us-west-2", credentials: api.credentialsFor(principal), maxAttempts: 1 });

/** Sends with the SDK, and stops everything afterwards. */
async function withClient<T>(
  act: (client: SSMClient) => Promise<T>,
  { account = unicorns(), principal = cats.principal } = {},
): Promise<T> {
  const { api, url, stop } = await listening(account);
  const ssm = client(api, url, principal);
  try {
    return await act(ssm);
  } finally {
    ssm.destroy();
    await stop();
  }
}

describe("local API: AWS's SDK for JavaScript", () => {
  it("reads a secret with the credentials of a role", async () => {
    const { Parameter } = await withClient((ssm) => ssm.send(read));
    assert.deepEqual(Parameter, {
      Name: NAME,
      Type: "SecureString",
      Value: "unicorns.example.com",
      Version: 2,
      ARN: PARAMETER,
      DataType: "text",
    });
  });

  it("reads several, and names what is not there", async () => {
    const Names = [NAME, `${NAME}:9`];
    const answer = await withClient((ssm) => ssm.send(new GetParametersCommand({ Names, WithDecryption: true })));
    assert.deepEqual(
      answer.Parameters?.map(({ Value }) => Value),
      ["unicorns.example.com"],
    );
    assert.deepEqual(answer.InvalidParameters, [`${NAME}:9`]);
  });

  it("throws what the role may not do, under AWS's name and in AWS's words", async () => {
    const refused = withClient((ssm) => ssm.send(read), { account: unicorns([readParameter]) });
    await assert.rejects(refused, (error: SSMServiceException) => {
      assert.equal(error.name, "AccessDeniedException");
      assert.match(
        error.message,
        new RegExp(`^User: ${CALLER} is not authorized to perform: kms:Decrypt on resource: `),
      );
      assert.equal(error.$metadata.httpStatusCode, 400);
      assert.equal(error.$metadata.requestId, "00000000-0000-4000-8000-000000000001");
      return true;
    });
  });

  it("throws the SDK's own exception where there is no parameter", async () => {
    const Name = "/alice/Nothing";
    const missing = withClient((ssm) => ssm.send(new GetParameterCommand({ Name })), { principal: "admin" });
    await assert.rejects(missing, { name: "ParameterNotFound", message: "Parameter /alice/Nothing not found." });
  });

  it("lets an administrator read everything", async () => {
    const { Parameter } = await withClient((ssm) => ssm.send(read), { account: unicorns([]), principal: "admin" });
    assert.equal(Parameter?.Value, "unicorns.example.com");
  });

  it("finds endpoint and credentials in the environment of a container", async () => {
    const { api, url, stop } = await listening();
    const before = { ...process.env };
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: "us-west-2",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}${api.containerCredentials(cats.principal)}`,
      // No file of the person who runs the tests is read.
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    });
    const ssm = new SSMClient({ maxAttempts: 1 });
    try {
      assert.equal((await ssm.send(read)).Parameter?.Value, "unicorns.example.com");
    } finally {
      for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
      Object.assign(process.env, before);
      ssm.destroy();
      await stop();
    }
  });
});
