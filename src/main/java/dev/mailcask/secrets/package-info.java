/// Passwords of accounts, sealed at rest under a master key in `secrets/`. Start reading at
/// [SecretStore].
@NullMarked
package dev.mailcask.secrets;

import org.jspecify.annotations.NullMarked;
