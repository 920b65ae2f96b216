import { createHash } from "node:crypto";
import type { Account } from "../account/account";
import { requireAllowed } from "../account/actions/caller";
import { pushImage } from "../account/ecr/images";
import { AwsError } from "../account/model";
import type { BuiltImage } from "./dockerBuild";

/** What a push needs, docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html; in the order that Docker asks. */
const PUSH = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:InitiateLayerUpload",
  "ecr:UploadLayerPart",
  "ecr:CompleteLayerUpload",
  "ecr:PutImage",
] as const;

/** Where an image is: `REGISTRY/REPOSITORY:TAG`. */
export interface ImageName {
  registry: string;
  repository: string;
  tag: string;
}

/** The account's ECR registries as one caller sees them. */
export class Registry {
  /** Passwords, each with its region. They are good for 12 hours, which is longer than a build may take. */
  private readonly passwords = new Set<string>();

  /** @param principal ARN of a role, or of a session of it. */
  constructor(
    private readonly account: Account,
    private readonly principal: string,
  ) {}

  /**
   * A password for the region's registry: docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
   *
   * @throws AwsError `AccessDeniedException`
   */
  password(region: string): string {
    this.require(region, "ecr:GetAuthorizationToken", "*");
    const seed = `${this.account.state.accountId}|${region}|ecr password|${this.account.next("ecr password")}`;
    const password = createHash("sha512").update(seed).digest("base64");
    this.passwords.add(`${region} ${password}`);
    return password;
  }

  /** Whether a password was handed out for a registry. */
  accepts(registry: string, username: string, password: string): boolean {
    const region = this.regionOf(registry);
    return username === "AWS" && region !== undefined && this.passwords.has(`${region} ${password}`);
  }

  /**
   * Puts an image into a repository that there is.
   *
   * @throws AwsError `AccessDeniedException`, and as {@link pushImage}
   */
  push({ registry, repository, tag }: ImageName, { digest, files }: BuiltImage): void {
    const region = this.regionOf(registry);
    if (region === undefined) throw new AwsError("RegistryNotFoundException", `No registry ${registry}.`);
    const resource = `arn:aws:ecr:${region}:${this.account.state.accountId}:repository/${repository}`;
    for (const action of PUSH) this.require(region, action, resource);
    pushImage(this.account, repository, { tag, digest, files }, { region });
  }

  private require(region: string, action: string, resource: string): void {
    requireAllowed(this.account, { principal: this.principal, region }, { action, resource });
  }

  /** The region of a registry of the account's. */
  private regionOf(registry: string): string | undefined {
    const [, accountId, region] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(registry) ?? [];
    return accountId === this.account.state.accountId ? region : undefined;
  }
}
