// What Node 18 (Debian 12) lacks for oidc-provider: its hooks answer for node:crypto with this file.
import crypto from 'node:crypto'

export * from 'node:crypto'
export default crypto

globalThis.crypto ??= crypto.webcrypto
URL.parse ??= (url, base) => { try { return new URL(url, base) } catch { return null } }

export function hash (algorithm, data, encoding = 'hex') {
  const digest = crypto.createHash(algorithm).update(data).digest()
  return encoding === 'buffer' ? digest : digest.toString(encoding)
}

export function resolve (specifier, context, next) {
  return specifier === 'node:crypto' && context.parentURL !== import.meta.url
    ? { url: import.meta.url, format: 'module', shortCircuit: true }
    : next(specifier, context)
}
