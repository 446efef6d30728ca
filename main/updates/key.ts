/**
 * The public half of the key that manifests of updates are signed with (Ed25519, RFC 8032; SubjectPublicKeyInfo in base64).
 * The private half is with whoever publishes releases: docs/updates.md.
 */
export const updateKeys: readonly string[] = ['MCowBQYDK2VwAyEAVPYGwSu6ImDBjl79Zeoe8wYNCHdd3xYC37vm1VJDSjM='];
