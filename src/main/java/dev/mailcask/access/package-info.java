/// Who may use the appliance: users, passwords, sessions, the one-time link of the first start.
/// Start reading at [Access].
@NullMarked
package dev.mailcask.access;

import org.jspecify.annotations.NullMarked;
