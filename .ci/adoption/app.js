// The application: written against the SDK, and not changed for the double.
import Signal from 'agora-signaling-sdk';

export function start(account) {
  const app = { status: 'connecting', failures: [] };
  const login = () => {
    const session = Signal('my app').login(account, '_no_need_token');
    session.onLoginSuccess = () => {
      app.status = 'online';
    };
    session.onLoginFailed = (ecode) => {
      app.failures.push(ecode);
      setTimeout(login, 1000);
    };
  };
  login();
  return app;
}
