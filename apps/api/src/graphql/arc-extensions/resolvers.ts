/** All that is shown of an extension is in its row. */
export const resolvers = [];
