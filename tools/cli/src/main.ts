#!/usr/bin/env node
import { runFacet } from './run-facet.ts';

process.exitCode = await runFacet(process.argv.slice(2));
