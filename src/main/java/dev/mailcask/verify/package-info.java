/// Reading everything back and comparing. Start reading at [Verify].
@NullMarked
package dev.mailcask.verify;

import org.jspecify.annotations.NullMarked;
