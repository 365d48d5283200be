export default {
  testMatch: ['**/*.test.cjs'],
  transform: {},
  moduleNameMapper: { '^agora-signaling-sdk$': 'sigsim/sdk' },
};
