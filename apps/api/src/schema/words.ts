export const capitalized = (name: string): string => `${name[0]!.toUpperCase()}${name.slice(1)}`;
