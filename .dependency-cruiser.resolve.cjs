const { join } = require('node:path');

/** dependency-cruiser reads aliases from a webpack configuration only: #libs/<noun> is a source folder's index. */
module.exports = {
  resolve: {
    alias: { '#libs/*': join(__dirname, 'libs/*/index.ts') },
    extensionAlias: { '.js': ['.ts', '.js'] },
  },
};
