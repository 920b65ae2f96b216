/** What asl-validator says of a definition; the package has no types of its own. */
export const validate = require("asl-validator") as (definition: object) => { isValid: boolean; errors: object[] };
