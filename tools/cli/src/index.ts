export { runDemo } from './demo/run-demo.ts';
export { createReporter } from './report/create-reporter.ts';
export { runWork } from './run-work.ts';
