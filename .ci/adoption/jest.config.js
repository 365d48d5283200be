export default {
  testMatch: ['**/*.test.cjs'],
  transform: {},
  moduleNameMapper: {
    '^sigsim(/checks)?$': 'sigsim/global',
    '^agora-signaling-sdk$': 'sigsim/global/agora-signaling-sdk',
  },
};
