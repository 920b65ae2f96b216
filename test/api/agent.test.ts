import assert from "node:assert/strict";
import { cats } from "../account/actions/fixture";
import { refusal } from "../account/support";
import { listening, send } from "./fixture";

describe("local API: the ECS agent's endpoints", () => {
  it("gives a container the credentials of its task's role", async () => {
    const { api, port, stop } = await listening();
    const path = api.containerCredentials(cats.principal);
    assert.match(path, /^\/credentials\/[0-9a-f-]{36}$/);
    const { accessKeyId, secretAccessKey, sessionToken } = api.credentialsFor(cats.principal);
    assert.deepEqual((await send(port, path)).body, {
      RoleArn: cats.principal,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      Token: sessionToken,
      Expiration: "2099-12-31T23:59:59Z",
    });
    const unknown = await send(port, "/credentials/1");
    assert.equal(unknown.status, 404);
    assert.deepEqual(unknown.body, {
      code: "InvalidIdInRequest",
      message: "CredentialsV2Request: Credentials not found",
      HTTPErrorCode: 404,
    });
    assert.equal((await send(port, `${path}/task`)).status, 404);
    await stop();
  });

  it("gives no credentials of a role that is not there", async () => {
    const { api, stop } = await listening();
    assert.match(
      refusal(() => api.containerCredentials(`${cats.principal}s`)),
      /^UnrecognizedClientException: /,
    );
    await stop();
  });

  it("gives a container its own metadata and its task's, as they are now", async () => {
    const { api, port, stop } = await listening();
    const document = { container: { Name: "cats", KnownStatus: "PENDING" }, task: { Family: "alice-cats" } };
    const path = api.registerContainer(document);
    document.container.KnownStatus = "RUNNING";
    assert.match(path, /^\/v4\/[0-9a-f-]{36}$/);
    assert.deepEqual((await send(port, path)).body, { Name: "cats", KnownStatus: "RUNNING" });
    assert.deepEqual((await send(port, `${path}/task`)).body, { Family: "alice-cats" });
    assert.notEqual(api.registerContainer(document), path);
    const unknown = await send(port, "/v4/1/task");
    assert.equal(unknown.status, 404);
    assert.match(String(unknown.body), /no container has the id 1$/);
    await stop();
  });
});
