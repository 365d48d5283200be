// The same for a page that has the SDK from a script tag.
window.startPage = function startPage(account) {
  const app = { status: 'connecting' };
  const session = window.Signal('my app').login(account, '_no_need_token');
  session.onLoginSuccess = () => {
    app.status = 'online';
  };
  return app;
};
