export default {
  testMatch: ['**/*.test.cjs'],
  transform: {},
  moduleNameMapper: {
    '^sigsim$': 'sigsim/global',
    '^agora-signaling-sdk$': 'sigsim/global/agora-signaling-sdk',
  },
};
