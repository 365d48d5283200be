module.exports = {
  mode: 'production',
  target: 'node20',
  entry: './main.js',
  stats: 'errors-only',
  resolve: { alias: { 'agora-signaling-sdk': 'sigsim/sdk' } },
  output: { path: `${__dirname}/dist-webpack`, filename: 'main.cjs' },
};
