/**
 * `@facet/intake/parser`: what reads bytes from outside. Only programs that `Parsers` starts import it, so that no server
 * reads them in the process that answers requests.
 */
export { serveParsers } from './parsing/parser-process.ts';
export { takePicture } from './pictures/take.ts';
