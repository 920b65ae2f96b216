import type { Account } from "../../../local/account/account";
import type { Caller } from "../../../local/account/actions/caller";
import type { Props, Value } from "../../../local/account/model";
import { TABLE } from "../../../local/account/types/dynamodb/table";
import { FUNCTION } from "../../../local/account/types/lambda/references";
import { dynamodbHandlers } from "../../../local/api/dynamodb";
import { LocalApi } from "../../../local/api/localApi";
import type { Metric } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { AsyncInvocations } from "../../../local/services/lambda/asyncInvocations";
import { Functions, type FunctionsOptions, type Invoked } from "../../../local/services/lambda/functions";
import { Queues } from "../../../local/services/sqs/queues";
import { World } from "../../../local/services/world";
import { table } from "../../account/actions/dynamodbFixture";
import type { Made } from "../../account/fixtures";
import { ROOT } from "../../account/iam/fixture";
import { archive, FUNCTION_ARN, greeter, withRole } from "../../account/lambdaFixture";
import { change, make, options } from "../../account/support";

export const ADMIN: Caller = { principal: ROOT, region: "us-west-2" };

/** A bundle whose handler is the given one, as its only file. */
export const bundle = (handler: string): Props => archive({ "index.js": `exports.handler = ${handler};` });

export interface LabOptions extends Pick<FunctionsOptions, "before" | "patience"> {
  /** What the function's role may do. Default: nothing. */
  statements?: Props[];
  /** Inputs of the function beside the least. */
  inputs?: Props;
  /** Names of log groups that there are. Default: none. */
  groups?: string[];
}

/** The function "greeter" in virtual time, with AWS's endpoint, and what it has counted. To be closed. */
export class Lab {
  readonly simulation = new Simulation();
  readonly account: Account;
  readonly world: World;
  readonly api: LocalApi;
  readonly functions: Functions;
  readonly queues: Queues;
  readonly events: AsyncInvocations;
  readonly made: Made;
  /** Metrics of Lambda's as they were counted: `SECOND NAME FUNCTION`. */
  readonly counted: string[] = [];
  readonly options: FunctionsOptions;
  /** AWS's endpoint. */
  url = "";

  /** @param handler The function's, in JavaScript. */
  constructor(handler: string, { statements = [], inputs = {}, groups = [], ...others }: LabOptions = {}) {
    this.account = withRole(...statements);
    for (const name of groups) make(this.account, "aws:cloudwatch/logGroup:LogGroup", { name });
    this.made = make(this.account, FUNCTION, { ...greeter, code: bundle(handler), ...inputs });
    this.world = new World(this.simulation, this.account, "us-west-2");
    this.api = new LocalApi({ account: this.account, region: "us-west-2", handlers: dynamodbHandlers(this.account) });
    const put = ({ namespace, name, dimensions }: Metric, at: number) => {
      if (namespace === "AWS/Lambda") this.counted.push(`${at} ${name} ${dimensions.FunctionName}`);
    };
    this.options = { api: () => this.listen(), metrics: { put }, ...others };
    this.functions = new Functions(this.world, this.options);
    this.queues = new Queues(this.world);
    this.events = new AsyncInvocations(this.world, this.functions, this.queues);
  }

  /** Invokes the function as the administrator, or with other arguments. */
  invoke(Payload: Value = {}, caller = ADMIN): Promise<Invoked> {
    return this.functions.invoke(caller, { FunctionName: "greeter", Payload });
  }

  /** Changes inputs of the function, as `pulumi up` does. */
  change(by: Props): void {
    change(this.account, FUNCTION, this.made, by);
  }

  /** Deletes a resource, as somebody at the console does. */
  delete(type: string, id: string): void {
    this.account.delete(type, id, options);
  }

  /** A table with the name and the keys of the cats'. */
  addTable(): void {
    make(this.account, TABLE, table);
  }

  async close(): Promise<void> {
    await this.functions.close();
    await this.api.close();
  }

  private async listen(): Promise<{ api: LocalApi; url: string }> {
    this.url = (await this.api.listen()).url;
    return { api: this.api, url: this.url };
  }
}

/** Makes labs for the tests of a suite; each is closed after its test. */
export function labs(): (handler: string, options?: LabOptions) => Lab {
  let made: Lab[] = [];
  afterEach(async () => {
    await Promise.all(made.map((lab) => lab.close()));
    made = [];
  });
  return (handler, options = {}) => {
    const lab = new Lab(handler, options);
    made.push(lab);
    return lab;
  };
}

/** The type and the message of an invocation's failure; empty where it has not failed. */
export function failureOf({ FunctionError, Payload }: Invoked): string {
  if (FunctionError === undefined) return "";
  const { errorType, errorMessage } = Payload as Props;
  return `${errorType}: ${errorMessage}`;
}

export { FUNCTION_ARN };
