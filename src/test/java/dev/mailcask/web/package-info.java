@NullMarked
package dev.mailcask.web;

import org.jspecify.annotations.NullMarked;
