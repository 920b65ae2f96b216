/** What the person has to mend: a command prints its message and ends with exit code 2. */
export class InputError extends Error {}
