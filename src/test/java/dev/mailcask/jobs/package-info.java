@NullMarked
package dev.mailcask.jobs;

import org.jspecify.annotations.NullMarked;
