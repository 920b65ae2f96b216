/** One changed line of the program, and what the pack says to it. */
export interface ProgramChange {
  /** The rule that this is about. */
  rule: string;
  /** File of the program, from the repository's root. */
  file: string;
  /** The line as it is, without indentation. It occurs in the file exactly once. */
  line: string;
  /** What stands there instead, also one line; empty where the line is left out. */
  becomes: string;
  /** Settings of the stack besides the defaults. */
  settings?: Record<string, unknown>;
  /** Whether the change is made without any other, for it would change what is said to them. Default false. */
  alone?: boolean;
  /** Everything that the pack then says in addition, as `RULE RESOURCE: MESSAGE`; the stack as a whole is `catsndogs-alice`. */
  says: string[];
}
