// A single-page application: it signs in with the code flow and PKCE, refreshes,
// revokes, signs out, and tells the test what it saw.
const settings = JSON.parse(document.getElementById("settings").textContent);
const manager = new oidc.UserManager({
  ...settings,
  redirect_uri: location.origin + "/cb",
  scope: "openid email",
  loadUserInfo: true,
  automaticSilentRenew: false,
  userStore: new oidc.WebStorageStateStore({ store: sessionStorage }),
});
const seen = JSON.parse(sessionStorage.getItem("seen") ?? "[]");
const tell = (...words) => {
  seen.push(words.join(" "));
  sessionStorage.setItem("seen", JSON.stringify(seen));
};

async function callback() {
  const user = await manager.signinRedirectCallback();
  tell("signed in", user.profile.email, user.token_type, user.scope ?? "", user.profile.aud === settings.client_id);
  const next = await manager.signinSilent();
  tell("rotated", next.refresh_token !== user.refresh_token, next.profile.sub === user.profile.sub);
  await manager.revokeTokens(["refresh_token"]);
  await manager.storeUser(new oidc.User(next));
  tell("revoked", await manager.signinSilent().then(() => "not", (e) => e.error ?? String(e)));
  const extraQueryParams = { client_id: settings.client_id, logout_uri: location.origin + "/bye" };
  await manager.signoutRedirect({ extraQueryParams }); // the service does not know post_logout_redirect_uri
}

const done = () => fetch("/done", { method: "POST", body: [...seen, "signed out"].join("\n") });

const pages = { "/": () => manager.signinRedirect(), "/cb": callback, "/bye": done };
pages[location.pathname]().catch((e) => fetch("/done", { method: "POST", body: [...seen, e.stack].join("\n") }));
