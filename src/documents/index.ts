/** Text in, values and places out. */
export { awsCall, type AwsCall } from './awsCall';
export { awsLive } from './awsLive';
export { awsInput, type AwsInput } from './describeAws';
export { describeValue, objectsOf } from './describeDocument';
export type { DocumentDescription, DocumentObject, EcsKind } from './describeDocument';
export { formatText } from './formatText';
export { isError, LIMITS, parses } from './document';
export type { DocumentPath, ParsedDocument, Problem, ProblemCode, TextRange } from './document';
export { parseJson } from './parseJson';
export { formatOf, parseText, type Format } from './parseText';
export { parseYaml } from './parseYaml';
export { resourceOf, type ResourceName } from './resourceOf';
