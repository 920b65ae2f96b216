/*
 * DynamoDB's operations on items: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
 */
export { deleteItem } from "./deleteItem";
export { getItem } from "./getItem";
export { putItem } from "./putItem";
export { query } from "./query";
export { scan } from "./scan";
export { updateItem } from "./updateItem";
