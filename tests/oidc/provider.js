// A certified OpenID Connect provider for the tests, set up twice: as any provider (standard), and as
// ProConnect behaves (proconnect). node provider.js '{"standard": {port, site}, "proconnect": {…}}'
// prints "ready" and ends with its standard input. POST /tamper?with=… has the next answers lie.
import { register } from 'node:module'

if (!URL.parse) {
  register('./node18.js', import.meta.url)
  await import('./node18.js')
}
const { default: Provider } = await import('oidc-provider')
const jose = await import('jose')

const CLIENT = { id: 'terreau-under-test', secret: 'a secret of forty-three characters, no fewer' }
const PROCONNECT_SCOPES = ['given_name', 'usual_name', 'email', 'uid', 'siret', 'idp_id']
const AUTHORIZE = new Set(['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce',
  'claims', 'prompt', 'idp_hint', 'acr_values'])
const PEOPLE = { // the same subject at two identity providers is two people
  camille: { sub: '100', idp_id: 'idp-region', email: 'camille.exemple@example.org', siret: '23350001600040', given_name: 'Camille', usual_name: 'Exemple' },
  dominique: { sub: '100', idp_id: 'idp-ministere', email: 'dominique.exemple@example.org', siret: '11000201100044', given_name: 'Dominique', usual_name: 'Exemple' },
  alix: { sub: '101', idp_id: 'idp-region', email: 'alix.exemple@example.org', siret: 'not a siret', given_name: 'Alix', usual_name: 'Exemple' },
  nobody: { sub: '102', idp_id: 'idp-region', siret: '23350001600040', given_name: 'Sacha', usual_name: 'Exemple' },
  claimant: { sub: '103', email: 'camille.exemple@example.org', email_verified: false },
  owner: { sub: '104', email: 'camille.exemple@example.org', email_verified: true }
}

async function makeKeys () {
  const { publicKey, privateKey } = await jose.generateKeyPair('RS256', { extractable: true })
  const jwk = { ...await jose.exportJWK(privateKey), kid: 'the-key', alg: 'RS256', use: 'sig' }
  return { publicKey, privateKey, jwk }
}

function wrong (ctx, words) {
  ctx.status = 400
  ctx.body = `Y000400 Bad Request Exception: ${words}`
}

// What ProConnect refuses beyond what the standard does.
async function strict (ctx, next) {
  const { path, query } = ctx
  if (path === '/authorize') {
    const other = Object.keys(query).filter((name) => !AUTHORIZE.has(name))
    if (other.length) return wrong(ctx, `unknown parameter ${other}`)
    if (!(query.state?.length >= 32 && query.nonce?.length >= 32)) return wrong(ctx, 'state or nonce is too short')
  }
  if (path === '/session/end' && ctx.method === 'GET') {
    if (!query.id_token_hint || !(query.state?.length >= 32)) return wrong(ctx, 'id_token_hint or state is missing')
  }
  return next()
}

// Lies that a tested site must not believe: of a userinfo token or of the id_token.
const LIES = {
  'another key': async (claims, { others }) => sign(claims, others.privateKey),
  'no signature': async (claims) => new jose.UnsecuredJWT(claims).encode(),
  'a shared secret': async (claims, { keys }) => new jose.SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: 'the-key' })
    .sign(new TextEncoder().encode(await jose.exportSPKI(keys.publicKey))),
  'an unknown key': async (claims, { others }) => sign(claims, others.privateKey, 'nobody-knows'),
  'another audience': async (claims, { keys }) => sign({ ...claims, aud: 'another-site' }, keys.privateKey),
  'another issuer': async (claims, { keys }) => sign({ ...claims, iss: 'https://elsewhere.example' }, keys.privateKey),
  'an old token': async (claims, { keys }) => sign({ ...claims, exp: claims.iat - 3600 }, keys.privateKey),
  'another subject': async (claims, { keys }) => sign({ ...claims, sub: '999' }, keys.privateKey),
  'another nonce': async (claims, { keys }) => sign({ ...claims, nonce: 'n'.repeat(43) }, keys.privateKey),
  'no nonce': async ({ nonce, ...claims }, { keys }) => sign(claims, keys.privateKey),
  'no identity provider': async ({ idp_id: gone, ...claims }, { keys }) => sign(claims, keys.privateKey)
}

function sign (claims, key, kid = 'the-key') {
  return new jose.SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key)
}

function lying (keys, others) {
  let lie = null
  return async (ctx, next) => {
    if (ctx.path === '/tamper') {
      lie = ctx.query.with ? { about: ctx.query.about, tell: LIES[ctx.query.with], plain: ctx.query.with === 'plain' } : null
      ctx.body = 'noted'
      return
    }
    await next()
    if (!lie || ctx.path !== `/${lie.about}` || ctx.status !== 200) return
    if (lie.about === 'userinfo') {
      const claims = jose.decodeJwt(ctx.body)
      ctx.body = lie.plain ? claims : await lie.tell(claims, { keys, others })
      if (lie.plain) ctx.type = 'json'
    } else {
      const told = await lie.tell(jose.decodeJwt(ctx.body.id_token), { keys, others })
      ctx.body = { ...ctx.body, id_token: told }
    }
  }
}

// The page where a person says who they are: any browser, or a test, posts the name.
function whoAreYou (provider) {
  return async (ctx, next) => {
    const [, uid, name] = ctx.path.match(/^\/interaction\/([^/]+)\/?([a-z]*)$/) ?? []
    if (!uid) return next()
    if (name === 'cancel') {
      return provider.interactionFinished(ctx.req, ctx.res, { error: 'access_denied' })
    }
    if (name) return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: name } })
    ctx.type = 'html'
    ctx.body = '<!doctype html><title>Provider</title>' + [...Object.keys(PEOPLE), 'cancel']
      .map((each) => `<p><a href="/interaction/${uid}/${each}">${each}</a></p>`).join('')
  }
}

async function serve (kind, { port, site }) {
  const isProConnect = kind === 'proconnect'
  const [keys, others] = [await makeKeys(), await makeKeys()]
  const scopes = isProConnect ? PROCONNECT_SCOPES : ['profile', 'email']
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      redirect_uris: [`${site}/oidc/callback/`],
      post_logout_redirect_uris: [`${site}/oidc/signed-out/`],
      token_endpoint_auth_method: 'client_secret_post',
      subject_type: 'pairwise',
      ...(isProConnect && { userinfo_signed_response_alg: 'RS256' })
    }],
    jwks: { keys: [keys.jwk] },
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (ctx, accountId) => PEOPLE[accountId].sub,
    cookies: { keys: ['only for tests'] },
    scopes: ['openid', ...scopes],
    claims: isProConnect
      ? { openid: ['sub'], ...Object.fromEntries(scopes.map((scope) => [scope, [scope]])) }
      : { openid: ['sub'], profile: ['given_name', 'family_name'], email: ['email', 'email_verified'] },
    routes: { authorization: '/authorize', userinfo: '/userinfo', end_session: '/session/end', token: '/token' },
    pkce: { required: () => !isProConnect },
    ttl: { AuthorizationCode: 30, AccessToken: 60, IdToken: 60, Interaction: 600, Session: 600, Grant: 600 },
    conformIdTokenClaims: true,
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.type = 'html'
          ctx.body = `<!doctype html><title>Provider</title>${form}<button name="logout" value="yes" form="op.logoutForm">Sign out</button>`
        }
      }
    },
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    async loadExistingGrant (ctx) {
      const { client, session } = ctx.oidc
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope(['openid', ...scopes].join(' '))
      await grant.save()
      return grant
    },
    async findAccount (ctx, accountId) {
      return PEOPLE[accountId] && { accountId, claims: async () => ({ uid: accountId, ...PEOPLE[accountId] }) }
    }
  })
  if (isProConnect) provider.use(strict)
  provider.use(lying(keys, others))
  provider.use(whoAreYou(provider))
  await new Promise((resolve) => provider.listen(port, '127.0.0.1', resolve))
}

for (const [kind, where] of Object.entries(JSON.parse(process.argv[2]))) await serve(kind, where)
console.log('ready')
process.stdin.on('end', () => process.exit()).resume()
