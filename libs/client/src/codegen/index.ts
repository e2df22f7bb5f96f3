export { DOCUMENT_FORMS, type DocumentForm } from './documents.ts';
export { staleModules, writeModules } from './files.ts';
export { generateModules, type OperationsOptions } from './generate.ts';
