// An OpenID provider on loopback for the browser tests: node provider.mjs PORT REDIRECT_URI
// Anybody signs in by name. Roles are set with PUT /roles/NAME and a JSON list as the body.
import http from "node:http";
import Provider from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const roles = new Map();

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "workforce",
      client_secret: "a-secret-of-the-tests-only",
      redirect_uris: [redirect],
      post_logout_redirect_uris: [redirect],
    },
  ],
  claims: { openid: ["sub"], profile: ["name", "roles"] },
  conformIdTokenClaims: false, // the ID token carries the claims of its scopes too
  findAccount: (_, name) => ({
    accountId: name,
    claims: () => ({ sub: name, name: `${name} Analyst`, roles: roles.get(name) ?? [] }),
  }),
  // No page that asks for consent: the client belongs to the organisation.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid profile email");
    await grant.save();
    return grant;
  },
  cookies: { keys: ["only for the tests"] },
});

const answer = provider.callback();
http
  .createServer(async (request, response) => {
    const name = /^\/roles\/(\w+)$/.exec(request.url ?? "")?.[1];
    if (request.method !== "PUT" || !name) return answer(request, response);
    let body = "";
    for await (const part of request) body += part;
    roles.set(name, JSON.parse(body));
    response.writeHead(204).end();
  })
  .listen(Number(port), "localhost", () => console.log("listening"));
