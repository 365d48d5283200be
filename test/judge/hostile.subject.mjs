// A client that hangs, exits, leaves promises and eats memory, each after another code.
import { subject } from 'sigsim/paths';
class C {
  connect(a, t, S) {
    const s = S('app').login(a, t);
    s.onLoginFailed = (e) => {
      if (e === 206) for (;;);
      if (e === 209) process.exit(3);
      if (e === 204) void Promise.reject(new Error('nobody looks'));
      if (e === 207) {
        const all = [];
        for (;;) all.push(new Array(1e5).fill(a + all.length));
      }
    };
    s.onLogout = () => {};
  }
}
export default subject({
  name: 'bad',
  create: (world) => Object.assign(new C(), { S: world.Signal }),
  do: { login: (app, { account, token }) => app.connect(account, token, app.S) },
});
