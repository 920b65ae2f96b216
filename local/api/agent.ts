import { randomUUID } from "node:crypto";
import type { CredentialStore } from "./credentials";

/** What the task metadata endpoint knows of a container: task-metadata-endpoint-v4-response.html */
export interface ContainerMetadata {
  /** The container's own document, under `ECS_CONTAINER_METADATA_URI_V4`. */
  container: object;
  /** The document of its task, under `/task`. */
  task: object;
}

/** An answer to a container. */
export interface AgentAnswer {
  status: number;
  body: unknown;
}

/** SDKs ask again when credentials have expired. Virtual time has nothing to do with theirs, so these never do. */
const NEVER = "2099-12-31T23:59:59Z";

/**
 * What the ECS agent answers to the containers of its instance: the credentials of their task's role, and metadata. The
 * paths have random ids in them, as the agent's have: who knows one may ask.
 */
export class Agent {
  private readonly roles = new Map<string, string>();
  private readonly containers = new Map<string, ContainerMetadata>();

  constructor(private readonly credentials: CredentialStore) {}

  /** A path under which a role's credentials are, for `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  credentialsPath(roleArn: string): string {
    const id = randomUUID();
    this.roles.set(id, roleArn);
    return `/credentials/${id}`;
  }

  /** A path under which a container's metadata is, for `ECS_CONTAINER_METADATA_URI_V4`. */
  metadataPath(document: ContainerMetadata): string {
    const id = randomUUID();
    this.containers.set(id, document);
    return `/v4/${id}`;
  }

  /** The answer to a GET of a path, or undefined where the path is none of the agent's. */
  answer(path: string): AgentAnswer | undefined {
    const [, kind, id = "", rest] = /^\/(credentials|v4)\/([^/]+)(\/task)?$/.exec(path) ?? [];
    if (kind === "v4") return this.metadata(id, rest !== undefined);
    return kind === "credentials" && rest === undefined ? this.credentialsOf(id) : undefined;
  }

  private metadata(id: string, ofTask: boolean): AgentAnswer {
    const document = this.containers.get(id);
    if (document) return { status: 200, body: ofTask ? document.task : document.container };
    const what = ofTask ? "task" : "container";
    return {
      status: 404,
      body: `V4 ${what} metadata handler: unable to get ${what} arn from request: no container has the id ${id}`,
    };
  }

  private credentialsOf(id: string): AgentAnswer {
    const roleArn = this.roles.get(id);
    if (roleArn === undefined) {
      const message = "CredentialsV2Request: Credentials not found";
      return { status: 404, body: { code: "InvalidIdInRequest", message, HTTPErrorCode: 404 } };
    }
    const { accessKeyId, secretAccessKey, sessionToken } = this.credentials.of(roleArn);
    return {
      status: 200,
      body: {
        RoleArn: roleArn,
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        Token: sessionToken,
        Expiration: NEVER,
      },
    };
  }
}
