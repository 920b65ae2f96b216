/** What the person asked for cannot be done as asked: exit code 2, nothing done. Every problem is named. */
export class InputError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "InputError";
  }
}
