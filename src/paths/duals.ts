export const duals: Readonly<Record<string, string>> = {};
