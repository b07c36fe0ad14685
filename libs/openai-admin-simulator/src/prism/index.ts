export { DIFFERENCES, withDifferences, type Difference } from './differences.js';
export { hasOpenapiFile, OPENAPI_FILE, operationsOf, readOpenapiFile, type Operation } from './openapi-file.js';
export { startPrismProxy, type PrismProxy, type Violation } from './prism-proxy.js';
