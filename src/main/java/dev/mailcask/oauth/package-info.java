/// Signing in with OAuth 2.0 (RFC 6749) where a provider takes no passwords: how an owner signs in
/// ([SignIns]), what is kept of it ([OAuthKeys]), and access tokens from then on ([OAuthTokens]).
///
/// Knows nothing of mail. Talks to identity providers over https alone, but for those on this
/// machine, waits for none longer than half a minute, and reads no answer above 64 KiB.
@NullMarked
package dev.mailcask.oauth;

import org.jspecify.annotations.NullMarked;
