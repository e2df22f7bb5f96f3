/** A name as enums of the API write it: `color` is `COLOR` there. */
export const enumName = <Name extends string>(name: Name): Uppercase<Name> => name.toUpperCase() as Uppercase<Name>;
