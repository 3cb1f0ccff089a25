/**
 * Tokens such as Google's services send with their calls. In: who calls and for whom. Out: signed OpenID Connect tokens, and the pages by
 * which anybody can check them. The key is one of this machine's, kept beside the data.
 */
package dev.sluice.local.oidc;
