import { AwsError } from "../../account/model";

/** What Route 53 says of a batch of changes of which it makes none, every reason in one list. */
export class InvalidChangeBatch extends AwsError {
  /** @param messages At least one. */
  constructor(readonly messages: readonly string[]) {
    // Route 53 answers with the list in brackets, and not with the <InvalidChangeBatch> of its API reference:
    // github.com/aws/aws-sdk-kotlin/pull/1435
    super("InvalidChangeBatch", `[${messages.join(", ")}]`);
  }
}

/** What Route 53 says of input that it does not understand. */
export function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInput", message);
}

/** What Route 53's schema says of a document. */
export function invalidXml(message: string): AwsError {
  return invalidInput(`Invalid XML ; ${message}`);
}
