@NullMarked
package dev.mailcask.accounts;

import org.jspecify.annotations.NullMarked;
