/** The command line asks for something that there is not, or something it needs is missing. */
export class UsageError extends Error {}
