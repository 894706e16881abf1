/// The configuration: `config/mailcask.yaml` and the environment, checked once and handed to the
/// rooms as their settings. Start reading at [Configuration] and [Key].
@NullMarked
package dev.mailcask.config;

import org.jspecify.annotations.NullMarked;
