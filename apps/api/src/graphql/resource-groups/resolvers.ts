/** All that is shown of a group is in its row. */
export const resolvers = [];
