@NullMarked
package dev.mailcask.oauth;

import org.jspecify.annotations.NullMarked;
