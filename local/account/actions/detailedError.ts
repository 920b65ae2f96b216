import { AwsError, type Props } from "../model";

/** An error of AWS's that tells programs more than a code and a message. */
export class DetailedAwsError extends AwsError {
  constructor(
    code: string,
    message: string,
    /** Members of the error besides its message, by AWS's name for them. */
    readonly details: Props,
  ) {
    super(code, message);
  }
}
