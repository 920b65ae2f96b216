import { AwsError, type Context } from "../../model";
import { PIPELINE } from "../codepipeline/pipeline";
import { text } from "../read";

/**
 * Refuses a pipeline that is not there. PutTargets looks at the form of the ARN alone, and each event would be lost as a
 * failed invocation; here it shows at once. The words are StartPipelineExecution's.
 *
 * @throws AwsError `PipelineNotFoundException`
 */
export function requirePipeline({ account, inputs }: Context): void {
  const arn = text(inputs, "arn") ?? "";
  const [, , service, , accountId, name] = arn.split(":");
  if (service !== "codepipeline") return;
  if (account.records(PIPELINE).some(({ outputs }) => outputs.arn === arn)) return;
  throw new AwsError(
    "PipelineNotFoundException",
    `Account '${accountId}' does not have a pipeline with name '${name}'. The target of the rule is ${arn}.`,
  );
}
