/// What every room stands on: identities, content, failures, progress, durable file writing.
///
/// Owns the clock (an `InstantSource` is passed in, never asked for statically), the SHA-256
/// identity of content, the one sealed [Failure] and the way bytes become durable. Uses no other
/// room. Start reading at [ContentId] and [Failure].
@NullMarked
package dev.mailcask.base;

import org.jspecify.annotations.NullMarked;
