// A client that loops, each time in another way, after another code.
import { subject } from 'sigsim/paths';
class C {
  connect(a, t, S) {
    const s = S('app').login(a, t);
    s.onLoginFailed = (e) => {
      const promises = () => void Promise.resolve().then(promises);
      const timers = () => void setTimeout(timers, 0);
      if (e === 202) promises();
      if (e === 200) timers();
    };
    s.onLogout = () => {};
  }
}
export default subject({
  name: 'loops',
  create: (world) => Object.assign(new C(), { S: world.Signal }),
  do: { login: (app, { account, token }) => app.connect(account, token, app.S) },
});
