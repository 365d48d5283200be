// A client that hears nothing.
export default {
  name: 'a deaf client',
  create: (world) => world.Signal('app'),
  do: {
    login: (signal, { account, token }) => {
      signal.login(account, token);
    },
  },
};
