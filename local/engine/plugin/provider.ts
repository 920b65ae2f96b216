import { setTimeout } from "node:timers/promises";
import type { Account } from "../../account/account";
import type { Difference } from "../../account/diff";
import { TakenError } from "../../account/integrity";
import { AwsError, type CheckFailure, type Props, type ProviderConfig, UNKNOWN } from "../../account/model";
import { readProvider } from "../../account/provider";
import { shapeOf } from "../../account/shapes";
import { isPresent } from "../../account/values";
import type { AccountFile } from "./accountFile";

/** What AWS says of something that is still used, where its provider waits for that to end: EC2 and load balancing. */
const STILL_USED = new Set(["DependencyViolation", "ResourceInUse"]);

/** A deletion waits for others for about ten seconds: 100 tries, 100 ms apart. Here no deletion takes longer. */
const DELETE_TRIES = 100;
const DELETE_PAUSE = 100;

/** What AWS reports of a resource. */
export interface Live {
  id: string;
  inputs: Props;
  outputs: Props;
}

/**
 * The life of an AWS resource under the real engine: what the provider for AWS does, against the account in a file.
 * Free of the wire format, which server.ts speaks.
 */
export class LocalProvider {
  private config: ProviderConfig | undefined;
  private cancelled = false;

  /** @param pause Waits before the next try of a deletion, for so many milliseconds. */
  constructor(
    private readonly file: AccountFile,
    private readonly pause: (milliseconds: number) => Promise<unknown> = (milliseconds) => setTimeout(milliseconds),
  ) {}

  /** Checks the provider's own configuration; the region may come from the environment, as it may for AWS's provider. */
  checkConfig(news: Props): { inputs: Props; failures: CheckFailure[] } {
    const { failures } = readProvider(withEnvironment(news));
    return { inputs: news, failures };
  }

  /** Another region is another place: everything in it is replaced. */
  diffConfig(olds: Props, news: Props): string[] {
    return olds.region === news.region ? [] : ["region"];
  }

  configure(inputs: Props): void {
    const { config, failures } = readProvider(withEnvironment(inputs));
    const first = failures[0];
    if (first) throw new AwsError("InvalidProviderConfiguration", `${first.property}: ${first.reason}`);
    this.config = config;
  }

  check(urn: string, olds: Props, news: Props): { inputs: Props; failures: CheckFailure[] } {
    return this.file.look((account) => account.check(typeOf(urn), news, { ...this.options(urn), olds }));
  }

  diff(urn: string, olds: Props, news: Props): Difference {
    return this.file.look((account) => account.diff(typeOf(urn), olds, news));
  }

  /** @param preview Says what would be reported, with what AWS would make up left unknown. */
  async create(urn: string, inputs: Props, preview: boolean): Promise<{ id: string; outputs: Props }> {
    const type = typeOf(urn);
    if (preview) return { id: "", outputs: planned(type, inputs) };
    try {
      return await this.file.change((account) => account.create(type, inputs, this.options(urn)));
    } catch (error) {
      throw error instanceof TakenError && error.importId !== undefined
        ? new AwsError(error.code, `${error.message} ${howToImport(urn, error.importId)}`)
        : error;
    }
  }

  /**
   * @param known The outputs that the engine has noted; none where a program imports or looks up a resource, for which
   * the provider takes other ids than its own.
   */
  read(urn: string, id: string, known: Props): Live | undefined {
    const type = typeOf(urn);
    if (Object.keys(known).length === 0) {
      return this.file.look((account) => account.readImported(type, id, this.options(urn)));
    }
    return this.file.look((account) => account.read(type, id, { ...this.options(urn), known }));
  }

  async update(
    urn: string,
    id: string,
    change: { olds: Props; news: Props; outputs: Props; preview: boolean },
  ): Promise<Props> {
    const type = typeOf(urn);
    const { olds, news } = change;
    if (change.preview) return this.file.look((account) => replanned(account, type, change));
    const options = { ...this.options(urn), known: change.outputs };
    const { outputs } = await this.file.change((account) => account.update(type, id, olds, news, options));
    return outputs;
  }

  /**
   * Deletes. The engine removes side by side what does not name one another, as a NAT gateway and the internet gateway
   * it needs; like AWS's provider, the one that is too early tries again.
   */
  async delete(urn: string, id: string, known: Props = {}): Promise<void> {
    const options = { ...this.options(urn), known };
    for (let tries = 1; ; tries++) {
      try {
        return await this.file.change((account) => account.delete(typeOf(urn), id, options));
      } catch (error) {
        const waits =
          error instanceof AwsError && STILL_USED.has(error.code) && tries < DELETE_TRIES && !this.cancelled;
        if (!waits) throw error;
        await this.pause(DELETE_PAUSE);
      }
    }
  }

  /** Somebody interrupts the engine. Changes are short and end; a deletion that waits for others tries no more. */
  cancel(): void {
    this.cancelled = true;
  }

  /** Names of properties that the type itself makes secret. */
  secretsOf(urn: string): readonly string[] {
    return this.file.look((account) => account.definition(typeOf(urn)).secrets ?? []);
  }

  invoke(token: string, args: Props): Props {
    return this.file.look((account) => account.call(token, args, this.options()));
  }

  private options(urn?: string): { provider: ProviderConfig; token?: string } {
    if (!this.config) throw new Error("The provider was used before it was configured.");
    return urn === undefined ? { provider: this.config } : { provider: this.config, token: urn };
  }
}

/** The command that adopts what has the name. A child's parent must be named, and its URN is not known here. */
function howToImport(urn: string, importId: string): string {
  const parent = urn.split("::")[2]?.split("$").at(-2);
  const command = `pulumi import ${typeOf(urn)} ${urn.split("::").slice(3).join("::")} '${importId}'`;
  return parent === undefined
    ? `To import it: ${command}`
    : `To import it: ${command} --parent parent=URN, where URN is that of its ${parent}; pulumi stack --show-urns lists them`;
}

/** The resource's own type: the last of the types that a URN names, its parents' first. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").pop() ?? "";
}

function withEnvironment(given: Props): Props {
  const region = given.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  return isPresent(region) ? { ...given, region } : given;
}

function planned(type: string, inputs: Props): Props {
  const outputs: Props = { ...inputs };
  for (const name of shapeOf(type).outputs) if (!isPresent(outputs[name])) outputs[name] = UNKNOWN;
  if (isPresent(inputs.tags) && outputs.tagsAll === UNKNOWN) outputs.tagsAll = inputs.tags;
  return outputs;
}

function replanned(account: Account, type: string, change: { olds: Props; news: Props; outputs: Props }): Props {
  const outputs: Props = { ...change.outputs };
  for (const name of new Set([...Object.keys(change.olds), ...Object.keys(change.news)])) {
    if (name.startsWith("__")) continue;
    const value = change.news[name];
    if (isPresent(value)) outputs[name] = value;
    else delete outputs[name];
  }
  if (isPresent(outputs.tagsAll)) outputs.tagsAll = change.news.tags ?? {};
  for (const name of account.definition(type).renewed ?? []) outputs[name] = UNKNOWN;
  return outputs;
}
